#pragma once
#include "base/error.h"

namespace jinguo::store {

/// {0} the schema of the store, {1} the newest this program knows.
inline constexpr ErrorRow kNewerSchema{
    "store.newer_schema", 409,
    "数据由更新的版本建立（结构 {0}，本程序最高 {1}）；请换用新版本程序，数据没有改动。",
    "The data were made by a newer version (schema {0}, this program knows up to {1}); use the newer "
    "program. "
    "Nothing was changed."};
inline constexpr ErrorRow kNoStore{
    "store.none", 404, "这里还没有数据；请先建立（例如 jinguo demo 或 jinguo serve）。",
    "There are no data here yet; make them first (jinguo demo or jinguo serve)."};
inline constexpr ErrorRow kReadOnly{
    "store.read_only", 409, "数据以只读方式打开，未保存；请去掉只读后重试。",
    "The data are opened for reading only and nothing was saved; open them for "
    "writing and try again."};
/// {0} the file.
inline constexpr ErrorRow kNoMasterKey{"store.no_master_key", 500,
                                       "找不到个人信息主密钥文件 {0}；请把原来的密钥文件放回该处，不要新建。",
                                       "The master key file {0} of personal data is missing; put the "
                                       "original file back, do not make a new one."};
inline constexpr ErrorRow kWrongMasterKey{
    "store.wrong_master_key", 500, "主密钥文件 {0} 不是这份数据的密钥；请换成原来的密钥文件。",
    "The master key in {0} does not open these data; put the original key file in its place."};
inline constexpr ErrorRow kNoKeyPlace{
    "store.no_key_place", 500, "使用 PostgreSQL 时必须指明主密钥文件的位置；请在配置中写明。",
    "With PostgreSQL the place of the master key file must be named; name it in "
    "the configuration."};

/// {0} the position, {1} and {2} what differs.
inline constexpr ErrorRow kChainBroken{
    "store.chain_broken", 500, "日志第 {0} 条与其校验值不符：{1}；这一条或其前后被改动过，请与备份核对。",
    "Entry {0} of the log does not fit its hash: {2}; it or what stands around it was altered, compare it "
    "with a "
    "backup."};
/// {0} the programme, {1} the record, {2} the unit's number.
inline constexpr ErrorRow kRowAltered{
    "store.row_altered", 500, "项目 {0} 的记录 {1}（单位 #{2}）与日志中最后一次改动不符，请与备份核对。",
    "Record {1} of {0} (unit #{2}) is not as the log last saw it; compare it with a backup."};
inline constexpr ErrorRow kRowUnlogged{
    "store.row_unlogged", 500, "项目 {0} 的记录 {1}（单位 #{2}）在日志中没有来历，请与备份核对。",
    "Record {1} of {0} (unit #{2}) has no entry in the log; compare it with a backup."};
inline constexpr ErrorRow kRowMissing{
    "store.row_missing", 500, "项目 {0} 的记录 {1} 在日志中有，表里却没有，请与备份核对。",
    "Record {1} of {0} stands in the log but not in its table; compare it with a backup."};

/// {0} the file, {1} and {2} what is wrong.
inline constexpr ErrorRow kBadBackup{"store.bad_backup", 422, "{0} 不能用来恢复：{1}；请换另一份备份。",
                                     "{0} cannot be restored from: {2}; take another backup."};
inline constexpr ErrorRow kNewerBackup{
    "store.newer_backup", 422, "{0} 是更新的版本做的备份（格式 {1}）；请换用新版本程序恢复。",
    "{0} was made by a newer version (format {1}); restore it with the newer "
    "program."};
inline constexpr ErrorRow kNotEmpty{
    "store.not_empty", 409, "目标处已有数据，未恢复；请指定一个空的位置。",
    "There are data at the target already and nothing was restored; name an empty "
    "place."};
inline constexpr ErrorRow kUnequalBackup{
    "store.unequal_backup", 500, "恢复出来的内容与备份 {0} 的摘要不符，已撤销；请换另一份备份。",
    "What was restored does not have the digest of the backup {0} and was undone; take another backup."};

}  // namespace jinguo::store
