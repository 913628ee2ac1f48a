#pragma once
#include "base/error.h"

namespace jinguo::app {

inline constexpr ErrorRow kNotFound{"app.not_found", 404, "没有找到{0}，或您无权查看。",
                                    "There is no {1}, or you may not see it."};
inline constexpr ErrorRow kNoRight{"app.no_right", 403, "您的岗位不能{0}；请由{1}办理。",
                                   "Your post may not {2}; ask {3}."};
inline constexpr ErrorRow kSignIn{"app.sign_in", 401, "请先登录。", "Sign in first."};
inline constexpr ErrorRow kBadSignIn{"app.bad_sign_in", 401, "账号或密码不对。",
                                     "The account or the password is wrong."};
inline constexpr ErrorRow kLockedOut{"app.locked_out", 429, "失败次数过多，请 {0} 分钟后再试。",
                                     "Too many failures; try again in {0} minutes."};
inline constexpr ErrorRow kWeakPassword{"app.weak_password", 422, "密码至少 {0} 个字符，且不能是常见密码。",
                                        "A password has at least {0} characters and is no common one."};
inline constexpr ErrorRow kBadLink{"app.bad_link", 410, "这个链接已用过或已失效，请向上级再要一个。",
                                   "This link was used or has expired; ask for another."};
inline constexpr ErrorRow kNoSuchProgramme{"app.no_such_programme", 404, "没有叫“{0}”的项目，现有：{1}。",
                                           "There is no programme \"{0}\"; there are: {1}."};
inline constexpr ErrorRow kBadPeriod{
    "app.bad_period", 422, "“{0}”不是时段；可写 2011、2011-H1、2011-Q2、2011-06、2011-W23、2011-06-30。",
    "\"{0}\" is no period; write 2011, 2011-H1, 2011-Q2, 2011-06, 2011-W23 or 2011-06-30."};
inline constexpr ErrorRow kBadField{"app.bad_field", 422, "请求中的“{0}”不对：{1}",
                                    "\"{0}\" of the request is wrong: {2}"};
inline constexpr ErrorRow kUnknownField{"app.unknown_field", 422, "项目“{0}”没有叫“{1}”的字段{2}。",
                                        "Programme \"{0}\" has no field \"{1}\"{2}."};
inline constexpr ErrorRow kKeyReused{"app.key_reused", 422, "同一个幂等键用在了另一个请求上；请换一个键。",
                                     "The idempotency key was used for another request; take a new one."};
inline constexpr ErrorRow kBadJson{"app.bad_json", 400, "请求正文不是合格的 JSON：{0}",
                                   "The body is no valid JSON: {1}"};
inline constexpr ErrorRow kInvalid{"app.invalid", 422, "有 {0} 处需要改正，未保存。",
                                   "{0} things must be mended; nothing was saved."};
inline constexpr ErrorRow kHiddenField{"app.hidden_field", 422, "您无权查看“{0}”，因此也不能用它筛选或排序。",
                                       "You may not read \"{0}\", so you may not filter or sort by it."};
inline constexpr ErrorRow kNoObligation{"app.no_obligation", 422, "项目“{0}”没有规定必须上报。",
                                        "Programme \"{0}\" obliges nobody to report."};
inline constexpr ErrorRow kNoTerm{
    "app.no_term", 422, "{1} 不在“{0}”的任何一届之内，没有应报的单位；请换一个时段。",
    "{2} lies in no round of \"{0}\", so nobody owes anything; ask another period."};
inline constexpr ErrorRow kNilNotAllowed{"app.nil_not_allowed", 422, "项目“{0}”不能报“本期无”。",
                                         "Programme \"{0}\" does not take \"none this period\"."};
inline constexpr ErrorRow kNilButRecords{"app.nil_but_records", 409,
                                         "{0} 在 {1} 已有记录，不能再报“本期无”。",
                                         "{0} has records in {2} and cannot say \"none\"."};
inline constexpr ErrorRow kBadKey{"app.bad_key", 422, "“{0}”不是有效的编号（32 位十六进制）。",
                                  "\"{0}\" is no id of 32 hexadecimal digits."};
inline constexpr ErrorRow kBusinessRule{"app.refused", 409, "{0}", "{1}"};

}  // namespace jinguo::app
