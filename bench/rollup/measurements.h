#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace jinguo::bench {

inline double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// Seconds this thread has had a processor: what a busy machine takes away does not count.
double busy();

/// The value below which this share (0–1) of the sample lies; sorts the sample.
double quantile(std::vector<double>& sample, double share);
inline double median(std::vector<double> sample) {
  return quantile(sample, 0.5);
}

/// The figures of one run: printed as they come, and written as JSON in the end.
class Measurements {
 public:
  /// From now on the file holds what is known so far, so that a run cut off leaves what it measured.
  void keep_in(const std::string& file) { file_ = file; }
  /// A figure, with the most it may be where there is a goal, and what a reader must know about it.
  void add(const std::string& name, double value, const std::string& unit, std::optional<double> at_most = {},
           const std::string& note = "");
  bool is_within_goals() const { return is_within_goals_; }
  void write_json(const std::string& file) const;

 private:
  struct Row {
    std::string name;
    double value = 0;
    std::string unit;
    std::optional<double> at_most;
    std::string note;
  };
  std::string file_;
  std::vector<Row> rows_;
  bool is_within_goals_ = true;
};

}  // namespace jinguo::bench
