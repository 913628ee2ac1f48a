#pragma once
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "cli/installation.h"
#include "http/client.h"
#include "main/house.h"
#include "main/passing_folder.h"
#include "main/stop_signal.h"

namespace jinguo {

inline constexpr ErrorRow kNoData{
    "main.no_data", 404,
    "{0} 里还没有数据。先用 jinguo demo 建演示城市，或用 jinguo init 新建，或用 --data 指明目录。",
    "There are no data in {0} yet. Make the demo city with jinguo demo or an installation with jinguo init, "
    "or name "
    "the folder with --data."};
inline constexpr ErrorRow kFolderInUse{"main.folder_in_use", 409,
                                       "目录 {0} 不是空的，也不是巾帼的数据；请另选一个空目录。",
                                       "The folder {0} is neither empty nor Jinguo's; choose an empty one."};

/// {0} is the refusal of the import, as JSON.
inline constexpr ErrorRow kUnitsRefused{"main.units_refused", 422, "单位表没有导入：{0}",
                                        "The table of units was not imported: {0}"};

/// An installation on this machine: asked through its socket when it is served, else opened in this process,
/// once, when first needed.
class LocalInstallation : public cli::Installation {
 public:
  /// What the target leaves out comes from JINGUO_DATA, JINGUO_STORE and the defaults. `report` is the
  /// operator's log.
  LocalInstallation(const cli::Target& target, std::function<void(std::string_view)> report);

  Result<cli::Reply> answer(const cli::Ask& ask) override;
  bool has_data() override;
  void be_passing() override;
  Result<void> make_demo(const std::function<void(std::string_view)>& say) override;
  Result<std::vector<cli::FirstAccount>> make_empty(const cli::NewInstallation& given) override;
  Result<void> serve(const cli::ServeOrder& order) override;
  Result<cli::TlsMade> init_tls(const std::vector<std::string>& names, bool anew) override;
  Result<cli::TlsMade> renew_tls(const std::vector<std::string>& names) override;
  Result<std::string> restore(const std::string& file, bool only_check) override;
  std::vector<cli::Finding> examine(const cli::ServeOrder& order) override;
  std::string openapi() override;
  std::string typescript() override;

 private:
  /// Opens the house when it is not open yet; waits a moment for another command to finish.
  Result<House*> open_house();
  cli::Reply ask_served(const cli::Ask& ask);
  HouseOptions options_for(const std::filesystem::path& data_dir) const;

  /// Before the house, so that they outlive it.
  std::optional<PassingFolder> passing_;
  std::optional<StopSignal> stop_;
  bool is_named_ = false;
  std::filesystem::path data_dir_;
  std::string conninfo_;
  std::filesystem::path key_file_;
  std::string account_;
  std::function<void(std::string_view)> report_;
  std::unique_ptr<http::Client> client_;
  std::unique_ptr<House> house_;
};

}  // namespace jinguo
