#pragma once
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "http/message.h"

namespace jinguo::http {

/// The files of one folder, read into memory at start: what a request names is looked up in the index and
/// never reaches the file system. A file `x.gz` beside `x` is served in its stead to who takes gzip.
class StaticFiles {
 public:
  StaticFiles() = default;
  /// Reads the folder and those below; links and hidden files are left out. A missing folder gives no files.
  /// Throws Failure when a file cannot be read.
  static StaticFiles load(const std::filesystem::path& folder);

  /// The file at this path ("/assets/x.js"), with entity tag, 304 and ranges; nothing when there is none or
  /// the method is neither GET nor HEAD.
  std::optional<Response> answer(const Request& request, std::string_view path) const;
  bool has(std::string_view path) const { return files_.find(path) != files_.end(); }
  std::size_t size() const { return files_.size(); }

 private:
  struct File {
    std::shared_ptr<const std::string> plain;
    /// Null when pressing does not pay.
    std::shared_ptr<const std::string> pressed;
    std::string type;
    /// Without quotes.
    std::string tag;
    /// Its name carries a hash of its content, so it never changes.
    bool is_immutable = false;
  };

  std::map<std::string, File, std::less<>> files_;
};

/// The content type by the ending of the name.
std::string_view content_type_of(std::string_view file_name);

}  // namespace jinguo::http
