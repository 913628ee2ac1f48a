#include "person/entry.h"

#include <vector>

namespace jinguo::person {

std::string masked_name(const std::string& name) {
  std::vector<std::string> characters;
  for (const char c : name) {
    if ((static_cast<unsigned char>(c) & 0xc0) == 0x80 && !characters.empty()) {
      characters.back() += c;
    } else {
      characters.emplace_back(1, c);
    }
  }
  for (size_t i = 1; i < characters.size(); ++i)
    if (characters.size() < 3 || i + 1 < characters.size()) characters[i] = "*";
  std::string out;
  for (const std::string& c : characters) out += c;
  return out;
}

}  // namespace jinguo::person
