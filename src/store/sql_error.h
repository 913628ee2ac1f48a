#pragma once
#include "base/error.h"

namespace jinguo::store {

/// {0} the process that holds the store.
inline constexpr ErrorRow kServed{"store.served", 409,
                                  "数据目录正由进程 {0} 提供服务；请先停止它，或通过它来操作",
                                  "the store is served by process {0}; stop it first, or work through it"};
inline constexpr ErrorRow kBusy{"store.busy", 503, "等待保存的内容太多，请稍后重试",
                                "too many changes are waiting to be saved; try again shortly"};
inline constexpr ErrorRow kDiskFull{
    "store.disk_full", 507, "服务器磁盘已满，暂时只能查看；请管理员清理磁盘后重试",
    "the server's disk is full and only reading works; ask the administrator to make room, then try again"};
inline constexpr ErrorRow kNotSaved{
    "store.not_saved", 503, "未能确认已保存，请用同一操作重试；已保存的不会重复",
    "the change is not known to be saved; send the same request again, it will not be done twice"};
inline constexpr ErrorRow kStopped{
    "store.stopped", 503, "服务正在停止或重新启动，未保存；请稍后重试",
    "the server is stopping or restarting and saved nothing; try again shortly"};
/// {0} the table, {1} the columns.
inline constexpr ErrorRow kNotUnique{"store.not_unique", 409,
                                     "已有相同的内容（{0}：{1}），请先查看已有的那一条",
                                     "the same entry exists already ({0}: {1}); look at that one first"};
inline constexpr ErrorRow kFailed{
    "store.failed", 500, "保存时出现内部错误，未保存；请联系管理员",
    "saving failed by an internal fault and nothing was saved; ask the administrator"};
/// {0} the setting, {1} what to do.
inline constexpr ErrorRow kUnsafe{"store.unsafe", 500, "数据库设置 {0} 会丢失已确认的内容；请先执行：{1}",
                                  "the database setting {0} loses acknowledged changes; first run: {1}"};

}  // namespace jinguo::store
