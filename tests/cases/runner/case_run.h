#pragma once
#include <filesystem>
#include <set>
#include <string>

namespace jinguo::cases {

/// How a case went.
struct Outcome {
  bool passed = false;
  /// Where and why not: "s01_elections.case:23: …"; empty when it passed.
  std::string fault;
  /// What the store held at the end, the same on both engines.
  std::string digest;
  double seconds = 0;
};

struct Run {
  /// The root of the source tree.
  std::filesystem::path root;
  /// A PostgreSQL server in which databases may be made, as libpq takes it; empty for SQLite.
  std::string conninfo;
  /// Programmes left out, by name.
  std::set<std::string> without;
};

/// Runs one case file in a world of its own. At the end the totals are verified against a recount, before and
/// after all of it is read anew from the store.
Outcome run_case(const std::filesystem::path& file, const Run& run);

/// The programmes and reports the case loads.
std::set<std::string> programmes_of(const std::filesystem::path& file);

/// A new empty folder below the system's folder for such, removed when it goes.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace jinguo::cases
