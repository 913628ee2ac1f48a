#include "app/demo_city_random.h"

#include <array>

#include "person/entry.h"

namespace jinguo::app {

DemoRandom::DemoRandom(std::string_view stream) : state_(0x6a696e67756f2011ULL) {
  for (const char c : stream) state_ = (state_ ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
}

uint64_t DemoRandom::next() {
  state_ += 0x9e3779b97f4a7c15ULL;
  uint64_t z = state_;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31);
}

RecordId DemoRandom::record_id() {
  RecordId::Bytes bytes{};
  for (size_t half = 0; half < 2; ++half) {
    const uint64_t bits = next();
    for (size_t i = 0; i < 8; ++i) bytes[half * 8 + i] = static_cast<uint8_t>(bits >> (8 * i));
  }
  return RecordId(bytes);
}

std::string demo_name(DemoRandom& random) {
  static constexpr std::array kSurnames{"王", "李", "张", "刘", "陈", "杨", "赵", "孙", "周", "徐",
                                        "马", "朱", "胡", "郭", "高", "林", "何", "宋", "郑", "谢"};
  static constexpr std::array kGiven{"芳", "娟", "敏", "静", "丽", "秀", "霞", "燕", "玲", "梅", "红", "英",
                                     "兰", "凤", "洁", "琴", "云", "莲", "荣", "爱", "香", "月", "莉", "萍"};
  std::string name = "演示";
  name += kSurnames[static_cast<size_t>(random.below(kSurnames.size()))];
  name += kGiven[static_cast<size_t>(random.below(kGiven.size()))];
  return name;
}

std::string demo_id_number(Date born, int serial) {
  constexpr std::array kWeights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  constexpr std::string_view kCheck = "10X98765432";
  std::string out = person::kFictionalArea;
  for (const char c : born.to_text())
    if (c != '-') out += c;
  // Even for a woman.
  const std::string order = std::to_string(1000 + serial % 500 * 2);
  out += order.substr(1);
  int sum = 0;
  for (size_t i = 0; i < kWeights.size(); ++i) sum += (out[i] - '0') * kWeights[i];
  out += kCheck[static_cast<size_t>(sum % 11)];
  return out;
}

}  // namespace jinguo::app
