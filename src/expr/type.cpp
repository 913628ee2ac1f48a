#include "expr/type.h"

#include <array>

namespace jinguo::expr {

std::string_view name_of(Type type) {
  static constexpr std::array<std::string_view, 9> kNames{"空白 blank",     "是否 boolean", "数字 number",
                                                          "文字 text",      "日期 date",    "单位 unit",
                                                          "引用 reference", "多选 choices", "表格 rows"};
  return kNames[static_cast<size_t>(type)];
}

}  // namespace jinguo::expr
