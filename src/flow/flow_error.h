#pragma once
#include "base/error.h"

namespace jinguo::flow {

inline constexpr ErrorRow kNoRight{"flow.no_right", 403, "您的岗位不能这样做：{0}。需要的岗位：{1}。",
                                   "Your post cannot do this ({0}). It takes: {1}."};
inline constexpr ErrorRow kNoSuchEvent{"flow.no_such_event", 404, "“{0}”没有叫“{1}”的操作，可用的有：{2}。",
                                       "\"{0}\" has no event \"{1}\"; there are: {2}."};
inline constexpr ErrorRow kWrongState{
    "flow.wrong_state", 409, "记录现在是“{0}”，不能“{1}”；可以：{2}。",
    "The record is in state \"{0}\" and cannot take \"{1}\"; it can take: {2}."};
inline constexpr ErrorRow kConditionNotMet{"flow.condition_not_met", 422, "{0}", "{1}"};
inline constexpr ErrorRow kInputNeeded{"flow.input_needed", 422, "“{0}”时必须填写“{1}”。",
                                       "\"{0}\" needs \"{1}\" to be filled in."};
inline constexpr ErrorRow kReasonNeeded{"flow.reason_needed", 422, "“{0}”请写明原因。",
                                        "Give the reason for \"{0}\"."};
inline constexpr ErrorRow kSamePerson{"flow.same_person", 403, "办理过“{0}”的人不能再办理“{1}”，请换一人。",
                                      "Whoever did \"{0}\" cannot do \"{1}\"; another person must."};
inline constexpr ErrorRow kFieldLocked{"flow.field_locked", 403,
                                       "“{0}”在“{1}”状态下您不能修改；需要的岗位：{2}。",
                                       "You cannot change \"{0}\" in state \"{1}\". It takes: {2}."};
inline constexpr ErrorRow kConflict{
    "flow.conflict", 409, "这条记录已被他人改过（现在是第 {1} 版，您依据的是第 {0} 版），请对照后再存。",
    "The record was changed by someone else (it is at version {1}, yours was {0}); compare and save again."};
inline constexpr ErrorRow kUnitClosed{"flow.unit_closed", 422,
                                      "{0} 已于 {1} 撤销，请报到 {2}；更早的日期仍可报。",
                                      "{0} closed on {1}; report to {2}. Earlier dates are still accepted."};
inline constexpr ErrorRow kUnitNotOpen{"flow.unit_not_open", 422, "{0} 在 {1} 尚未设立，请核对日期。",
                                       "{0} did not exist yet on {1}; check the date."};
inline constexpr ErrorRow kWrongLevel{"flow.wrong_level", 422, "“{0}”由{1}一级填报，{2} 不是。",
                                      "\"{0}\" is filed at level {3}; {2} is not of it."};
inline constexpr ErrorRow kPeriodClosed{
    "flow.period_closed", 409,
    "{0} 的 {1} 已经结账；请由有更正权的岗位（{2}）写明原因后更正，更正单会自动列出。",
    "{3} of {0} is closed; a post with the right to correct ({2}) may change it with a reason, and it goes "
    "to the correction sheet."};

}  // namespace jinguo::flow
