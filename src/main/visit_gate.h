#pragma once
#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "app/app.h"
#include "http/message.h"

namespace jinguo {

inline constexpr ErrorRow kNoVisitor{"main.no_visitor", 403, "请先用终端上的一次性链接进入。",
                                     "Enter by the one-time link on the terminal first."};

/// Lets into a house without passwords only who holds a link that was shown on its terminal. A link lets one
/// browser in: opening it shows a page, whose button uses it up, so that a messenger that looks at the link
/// beforehand takes nobody's place. What was let in stays in until the gate is gone. For several threads.
class VisitGate {
 public:
  /// `on_link` is told the path of each new link, the first one at once.
  VisitGate(app::RandomBytes random, std::function<void(const std::string& path)> on_link);

  /// Nothing for who has been let in.
  std::optional<http::Response> answer(const http::Request& request);

 private:
  std::string draw() const;
  bool is_visitor(const http::Request& request);
  /// The cookie of who used the link up; nothing when it is not the one that is open.
  std::optional<std::string> use_up(const std::string& path);

  const app::RandomBytes random_;
  const std::function<void(const std::string&)> on_link_;
  std::mutex lock_;
  std::string open_path_;
  std::set<std::string> visitors_;
};

}  // namespace jinguo
