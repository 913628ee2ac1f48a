#include "main/doctor.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/timex.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

#include "http/server.h"
#include "main/house.h"
#include "main/local_tls.h"
#include "office/process.h"

namespace jinguo {
namespace {

namespace fs = std::filesystem;
using cli::Finding;

Finding good(std::string zh, std::string en) {
  return {Finding::Kind::good, std::move(zh), std::move(en)};
}
Finding warning(std::string zh, std::string en) {
  return {Finding::Kind::warning, std::move(zh), std::move(en)};
}
Finding bad(std::string zh, std::string en) {
  return {Finding::Kind::bad, std::move(zh), std::move(en)};
}

Finding examine_program(const std::vector<std::string>& names, std::string_view package,
                        const std::string& use_zh, const std::string& use_en) {
  const auto found = office::find_program(names, package);
  if (found) return good(use_zh + "：" + found->string(), use_en + ": " + found->string());
  return warning("不能生成 " + use_zh + "：请执行 apt install " + std::string(package),
                 use_en + " cannot be made: apt install " + std::string(package));
}

Finding examine_fonts() {
  const auto program = office::find_program({"fc-list"}, "fontconfig");
  // Those that stand in for the faces of official documents; see office/pdf.cpp.
  const std::string install =
      "apt install fonts-lxgw-wenkai fonts-arphic-ukai fonts-arphic-uming fonts-wqy-zenhei";
  const Finding missing = warning("没有中文字体，PDF 会缺字：请执行 " + install,
                                  "no Chinese fonts, PDFs will lack characters: " + install);
  if (!program) return missing;
  const auto outcome = office::run_process(
      {.program = *program, .arguments = {":lang=zh", "family"}, .folder = fs::temp_directory_path()});
  const auto n = std::count(outcome.output.begin(), outcome.output.end(), '\n');
  if (!outcome.is_good() || n == 0) return missing;
  return good("中文字体 " + std::to_string(n) + " 种", std::to_string(n) + " Chinese fonts");
}

/// The nearest folder above that exists.
fs::path existing(fs::path folder) {
  std::error_code failed;
  while (!fs::is_directory(folder, failed) && folder.has_parent_path() && folder != folder.parent_path())
    folder = folder.parent_path();
  return folder;
}

/// The bytes of the files below a folder; 0 when it is not there.
uintmax_t size_of(const fs::path& folder) {
  uintmax_t sum = 0;
  std::error_code failed;
  for (fs::recursive_directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
    std::error_code gone;
    const uintmax_t size = at->is_regular_file(gone) ? at->file_size(gone) : 0;
    if (!gone) sum += size;
  }
  return sum;
}

Finding examine_space(const fs::path& folder, const fs::path& data_dir) {
  constexpr uintmax_t kLeast = uintmax_t{1} << 30;
  const uintmax_t free = fs::space(folder).available, data = size_of(data_dir);
  const std::string text = std::to_string(free >> 20) + " MB", held = std::to_string(data >> 20) + " MB";
  if (free < kLeast)
    return bad("磁盘只剩 " + text + "，请腾出至少 1 GB",
               "only " + text + " of disk are left; make room for 1 GB");
  // A restored copy beside the data, and room to write meanwhile.
  if (free < 2 * data)
    return warning(
        "数据 " + held + "，磁盘只剩 " + text + "，不够恢复一份备份；请换更大的磁盘",
        "the data are " + held + " and only " + text +
            " of disk are left, too little to restore a backup beside them; give it a larger disk");
  return good("数据 " + held + "，磁盘可用 " + text,
              "the data are " + held + ", " + text + " of disk are free");
}

Finding examine_inodes(const fs::path& folder) {
  constexpr uintmax_t kLeast = 10'000;
  struct statvfs facts {};
  // Some file systems have no such limit and tell 0.
  if (statvfs(folder.c_str(), &facts) != 0 || facts.f_files == 0)
    return good("文件个数不受限制", "the number of files is not limited");
  const std::string text = std::to_string(facts.f_favail);
  if (facts.f_favail < kLeast)
    return bad(
        "磁盘只能再建 " + text + " 个文件，请删去不用的小文件（df -i 查看）",
        "the disk takes only " + text + " more files; remove small ones that nobody needs (see df -i)");
  return good("磁盘还能建 " + text + " 个文件", "the disk takes " + text + " more files");
}

/// Half of the writes reach the disk within this time: the measure that every time to save rests on.
Finding examine_disk_speed(const fs::path& folder) {
  constexpr size_t kWrites = 41;
  std::string name = (folder / "jinguo-probe-XXXXXX").string();
  const int file = mkstemp(name.data());
  if (file < 0)
    return bad("不能写入目录 " + folder.string(), "the folder " + folder.string() + " cannot be written");
  unlink(name.c_str());
  std::array<double, kWrites> times{};
  const std::string block(4096, 'x');
  bool is_written = true;
  for (double& milliseconds : times) {
    const auto from = std::chrono::steady_clock::now();
    is_written = is_written && write(file, block.data(), block.size()) > 0 && fdatasync(file) == 0;
    milliseconds = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - from).count();
  }
  close(file);
  if (!is_written)
    return bad("写入目录 " + folder.string() + " 失败，请检查磁盘和配额",
               "writing into the folder " + folder.string() + " fails; look after the disk and its quota");
  std::sort(times.begin(), times.end());
  char text[32];
  std::snprintf(text, sizeof text, "%.2f ms", times[kWrites / 2]);
  if (times[kWrites / 2] > 20)
    return warning(std::string("磁盘落盘慢：一次 ") + text,
                   std::string("the disk is slow: one sync takes ") + text);
  return good(std::string("磁盘落盘一次 ") + text, std::string("one disk sync takes ") + text);
}

Finding examine_clock() {
  const Date today = real_clock().today();
  if (today.year() < 2024)
    return bad("时钟不对：" + today.to_text(), "the clock is wrong: " + today.to_text());
  timex state{};
  const bool is_synchronised = adjtimex(&state) >= 0 && (state.status & STA_UNSYNC) == 0;
  if (!is_synchronised)
    return warning(
        "业务日期 " + today.to_text() + "（北京时间）；时钟没有对时服务，请启用 systemd-timesyncd 或 chrony",
        "business date " + today.to_text() +
            " (Asia/Shanghai); the clock is not synchronised, enable systemd-timesyncd or chrony");
  return good("业务日期 " + today.to_text() + "（北京时间），时钟已对时",
              "business date " + today.to_text() + " (Asia/Shanghai), the clock is synchronised");
}

/// The files in it are their owner's since they are made; this is for folders that came another way.
Finding examine_folder(const fs::path& data_dir) {
  struct stat facts {};
  if (stat(data_dir.c_str(), &facts) == 0 && (facts.st_mode & 077) != 0)
    return warning("数据目录别人也能进入：请执行 chmod 700 " + data_dir.string(),
                   "others may enter the data folder: chmod 700 " + data_dir.string());
  return good("数据目录 " + data_dir.string(), "the data folder " + data_dir.string());
}

Finding examine_key(const fs::path& key_file) {
  struct stat facts {};
  if (stat(key_file.c_str(), &facts) != 0)
    return warning("还没有主密钥文件 " + key_file.string() + "（首次建立数据时生成）",
                   "no master key " + key_file.string() + " yet (it is made with the first data)");
  if ((facts.st_mode & 077) != 0)
    return bad("主密钥文件别人也能读：请执行 chmod 600 " + key_file.string(),
               "others can read the master key: chmod 600 " + key_file.string());
  return good("主密钥 " + key_file.string() + "（不在备份里，请另行保管）",
              "master key " + key_file.string() + " (not in backups; keep a copy apart)");
}

Finding examine_tls(const fs::path& data_dir) {
  const LocalTls local(data_dir);
  if (!local.is_there())
    return warning(
        "没有本机证书：只能在本机打开，或前面放 HTTPS 代理；要给手机用请运行 jinguo tls init",
        "no local certificate: served to this machine or behind an HTTPS proxy only; jinguo tls init "
        "makes one for phones");
  const auto files = local.files();
  for (const char* name : {"ca.key", "server.key"}) {
    struct stat facts {};
    const std::string path = (files.key.parent_path() / name).string();
    if (stat(path.c_str(), &facts) == 0 && (facts.st_mode & 077) != 0)
      return bad("证书私钥别人也能读：请执行 chmod 600 " + path,
                 "others can read the key: chmod 600 " + path);
  }
  const app::Instant now = real_clock().now();
  auto pair = http::read_tls_pair(files.certificate, files.key, now);
  if (!pair) return bad(pair.error().text(Language::zh), pair.error().text(Language::en));
  const auto facts = http::read_certificate(pair->certificate);
  for (const std::string& address : lan_addresses())
    if (!facts->is_for(address))
      return warning("证书里没有本机地址 " + address + "：请执行 jinguo tls renew --host " + address,
                     "the certificate is not for this machine's address " + address +
                         ": jinguo tls renew --host " + address);
  const std::string days = std::to_string(facts->days_left(now));
  if (facts->days_left(now) < 14)
    return warning("证书只剩 " + days + " 天：请执行 jinguo tls renew",
                   "the certificate has " + days + " days left: jinguo tls renew");
  return good("本机证书还有 " + days + " 天", "the local certificate has " + days + " days left");
}

}  // namespace

std::vector<Finding> examine_machine(const fs::path& data_dir, const fs::path& key_file) {
  std::vector<Finding> out;
  const fs::path folder = existing(data_dir);
  out.push_back(examine_space(folder, data_dir));
  out.push_back(examine_inodes(folder));
  out.push_back(examine_disk_speed(folder));
  out.push_back(examine_clock());
  out.push_back(examine_folder(data_dir));
  out.push_back(examine_tls(data_dir));
  out.push_back(examine_key(key_file));
  out.push_back(examine_program({"pandoc"}, "pandoc", "Word 文件（.docx）", "Word files (.docx)"));
  out.push_back(examine_program({"chromium", "chromium-browser"}, "chromium", "PDF", "PDF"));
  out.push_back(examine_program({"vipsthumbnail"}, "libvips-tools", "上传的照片", "uploaded photos"));
  out.push_back(examine_fonts());
  const size_t files = http::raise_open_files();
  if (files < 4096)
    out.push_back(warning(
        "可打开文件数只有 " + std::to_string(files) + "，连接多时不够；请执行 ulimit -n 65536 后再启动",
        "only " + std::to_string(files) +
            " files may be open, too few for many connections: ulimit -n 65536 before serve"));
  return out;
}

}  // namespace jinguo
