#include "main/doctor_data.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <optional>

#include "app/moment.h"
#include "store/backup.h"

namespace jinguo {
namespace {

namespace fs = std::filesystem;
using cli::Finding;

constexpr app::Instant kMinute = 60'000, kHour = 60 * kMinute, kDay = 24 * kHour;

/// "3.53.2" as 3053002, SQLite's own way; 0 for anything else.
int sqlite_number(std::string_view version) {
  int major = 0, minor = 0, patch = 0;
  if (std::sscanf(std::string(version).c_str(), "%d.%d.%d", &major, &minor, &patch) != 3) return 0;
  return major * 1'000'000 + minor * 1'000 + patch;
}

/// Versions from first to last that lose data, and the patches of older branches that do not.
struct BadSqlite {
  int first, last;
  const char *zh, *en;
};
constexpr std::array kBadSqlite{
    // https://sqlite.org/wal.html#walresetbug; mended in 3.44.6 and 3.50.7 too.
    BadSqlite{3'007'000, 3'044'005, "检查点与提交相遇时会丢数据", "loses commits that meet a checkpoint"},
    BadSqlite{3'045'000, 3'050'006, "检查点与提交相遇时会丢数据", "loses commits that meet a checkpoint"},
    BadSqlite{3'051'000, 3'051'002, "检查点与提交相遇时会丢数据", "loses commits that meet a checkpoint"},
    BadSqlite{3'052'000, 3'052'000, "已被 SQLite 撤回", "was withdrawn by SQLite"},
};

std::optional<fs::path> newest_backup(const fs::path& folder) {
  std::optional<fs::path> newest;
  fs::file_time_type newest_time;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(folder, failed)) {
    if (entry.path().extension() != ".backup" || !entry.is_regular_file(failed)) continue;
    const auto time = entry.last_write_time(failed);
    if (newest && time <= newest_time) continue;
    newest = entry.path();
    newest_time = time;
  }
  return newest;
}

std::string age_text(app::Instant age, bool zh) {
  if (age < 2 * kDay) return std::to_string(age / kHour) + (zh ? " 小时" : " hours");
  return std::to_string(age / kDay) + (zh ? " 天" : " days");
}

}  // namespace

fs::path backups_of(const fs::path& data_dir) {
  return data_dir.string() + ".backups";
}

Finding examine_backups(const fs::path& folder, app::Instant now) {
  const std::string zh_mend = "请执行 mkdir -p " + folder.string() + " && jinguo backup -o " +
                              (folder / "today.backup").string() +
                              "，并启用每夜备份：systemctl enable --now jinguo-backup.timer";
  const std::string en_mend = "mkdir -p " + folder.string() + " && jinguo backup -o " +
                              (folder / "today.backup").string() +
                              ", and every night: systemctl enable --now jinguo-backup.timer";
  const auto newest = newest_backup(folder);
  if (!newest)
    return {Finding::Kind::warning, folder.string() + " 里没有备份：" + zh_mend,
            "no backup in " + folder.string() + ": " + en_mend};
  const auto facts = store::check_backup(newest->string());
  if (!facts)
    return {Finding::Kind::bad, "最近的备份不能用：" + facts.error().text(Language::zh) + zh_mend,
            "the newest backup is of no use: " + facts.error().text(Language::en) + " " + en_mend};
  const app::Instant age = now > facts->created ? now - facts->created : 0;
  if (age > 2 * kDay)
    return {Finding::Kind::warning, "最近的备份是 " + age_text(age, true) + "前的：" + zh_mend,
            "the newest backup is " + age_text(age, false) + " old: " + en_mend};
  return {Finding::Kind::good, "最近的备份是 " + age_text(age, true) + "前的，完好：" + newest->string(),
          "the newest backup is " + age_text(age, false) + " old and whole: " + newest->string()};
}

Finding examine_sqlite(std::string_view version) {
  const int number = sqlite_number(version);
  const std::string name = "SQLite " + std::string(version);
  for (const BadSqlite& bad : kBadSqlite)
    if (number >= bad.first && number <= bad.last)
      return {Finding::Kind::bad, name + " " + bad.zh + "；请换用带 3.51.3 或 3.53 以上版本的巾帼",
              name + " " + bad.en + "; install a Jinguo that is built with 3.51.3, or 3.53 and later"};
  return {Finding::Kind::good, name + " 不在已知会丢数据的版本之列",
          name + " is none of those known to lose data"};
}

Finding examine_postgres(const store::PostgresPromise& server) {
  const std::string name = "PostgreSQL " + server.version;
  if (server.version_number < 150'000)
    return {Finding::Kind::bad, name + " 太旧，请升级到 15 以上", name + " is too old; upgrade it to 15"};
  const std::pair<const char*, const std::string&> settings[] = {
      {"fsync", server.fsync},
      {"full_page_writes", server.full_page_writes},
      {"synchronous_commit", server.synchronous_commit}};
  for (const auto& [setting, value] : settings) {
    const std::string mend = std::string("ALTER SYSTEM SET ") + setting + " = on; SELECT pg_reload_conf();";
    if (value == "off")
      return {Finding::Kind::bad, name + " 的 " + setting + " 关着，断电会丢数据；请执行 " + mend,
              name + " has " + setting + " off and loses data with the power: " + mend};
  }
  return {Finding::Kind::good, name + "，提交即落盘", name + ", commits reach the disk"};
}

Finding examine_log_clock(std::string_view newest, app::Instant now) {
  // Both are written alike and in one zone, so that their order is that of the letters.
  if (std::string(newest) > app::moment_text(now + 5 * kMinute))
    return {Finding::Kind::bad,
            "日志最新一条记在 " + std::string(newest) + "，而本机时钟是 " + app::moment_text(now) +
                "：请校对时钟（timedatectl set-ntp true），再保存新的内容",
            "the newest log entry is of " + std::string(newest) + ", but this machine's clock says " +
                app::moment_text(now) +
                ": set the clock (timedatectl set-ntp true) before anything is saved"};
  return {Finding::Kind::good, "日志的时间不晚于本机时钟", "the log is not ahead of this machine's clock"};
}

Finding examine_port(const std::string& address, uint16_t port) {
  const bool is_v6 = address.find(':') != std::string::npos;
  const std::string place = (is_v6 ? "[" + address + "]" : address) + ":" + std::to_string(port);
  sockaddr_storage where{};
  socklen_t length = 0;
  bool is_good = false;
  if (is_v6) {
    auto& six = reinterpret_cast<sockaddr_in6&>(where);
    six.sin6_family = AF_INET6;
    six.sin6_port = htons(port);
    length = sizeof six;
    is_good = inet_pton(AF_INET6, address.c_str(), &six.sin6_addr) == 1;
  } else {
    auto& four = reinterpret_cast<sockaddr_in&>(where);
    four.sin_family = AF_INET;
    four.sin_port = htons(port);
    length = sizeof four;
    is_good = inet_pton(AF_INET, address.c_str(), &four.sin_addr) == 1;
  }
  errno = is_good ? 0 : EINVAL;
  const int probe = is_good ? socket(where.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0) : -1;
  if (probe >= 0) {
    // As the server does it, so that what just ended does not count.
    const int yes = 1;
    setsockopt(probe, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    is_good = bind(probe, reinterpret_cast<const sockaddr*>(&where), length) == 0 && listen(probe, 1) == 0;
  } else {
    is_good = false;
  }
  const int why = errno;
  if (probe >= 0) close(probe);
  if (is_good) return {Finding::Kind::good, "端口 " + place + " 可用", "the port " + place + " is free"};
  std::string zh = "，请换一个端口：serve --listen", en = "; name another: serve --listen";
  if (why == EADDRINUSE) {
    zh = "，被别的程序占用；用 ss -ltnp 查看，或换一个端口：serve --listen";
    en = ", another program has it; look with ss -ltnp, or name another: serve --listen";
  }
  if (why == EACCES) {
    zh = "，1024 以下的端口要由系统服务来开：systemctl start jinguo";
    en = ", ports below 1024 are for the system's service: systemctl start jinguo";
  }
  return {Finding::Kind::warning, "不能监听 " + place + "（" + std::strerror(why) + "）" + zh,
          "cannot listen on " + place + " (" + std::strerror(why) + ")" + en};
}

}  // namespace jinguo
