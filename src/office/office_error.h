#pragma once
#include "base/error.h"

namespace jinguo::office {

inline constexpr ErrorRow kOldExcel{
    "office.old_excel", 422,
    "这是旧格式的表格文件（.xls 或 .et）。请用 Excel 或 WPS "
    "打开，选“另存为”，类型选“Excel 工作簿（.xlsx）”，再上传。",
    "This is a sheet in an old format (.xls or .et). Open it in Excel or WPS, "
    "choose Save as, type Excel workbook (.xlsx), and upload that."};
inline constexpr ErrorRow kEncrypted{
    "office.encrypted", 422, "这个文件加了打开密码，读不了。请打开它，去掉密码后另存为 .xlsx，再上传。",
    "This file is protected by a password. Open it, remove the password, save it as .xlsx and upload it "
    "again."};
inline constexpr ErrorRow kNotWorkbook{
    "office.not_workbook", 422,
    "这不是 .xlsx 工作簿，看起来是{0}。请用 Excel 或 WPS 打开，另存为 .xlsx，再上传。",
    "This is no .xlsx workbook; it looks like {1}. Open it in Excel or WPS, save it as .xlsx and upload "
    "that."};
inline constexpr ErrorRow kDamaged{
    "office.damaged", 422, "文件不完整或已损坏（{0}）。请在 Excel 或 WPS 中重新保存，再上传一次。",
    "The file is cut short or damaged ({0}). Save it again in Excel or WPS and upload it once more."};
inline constexpr ErrorRow kBomb{"office.zip_ratio", 413,
                                "文件解压后是原来的 {0} 倍，超过允许的 {1} "
                                "倍，已拒绝。请把要填报的内容复制到一个新的工作簿，保存后再上传。",
                                "The file unpacks to {0} times its size, over the limit of {1}. Copy the "
                                "data into a new workbook, save it and "
                                "upload that."};
inline constexpr ErrorRow kTooLarge{
    "office.too_large", 413,
    "文件解压后超过 {0} MB，已拒绝。请分成几个文件，或删去图片、多余的工作表和表格下方的空行，再上传。",
    "The file is larger than {0} MB unpacked. Split it, or remove pictures, unneeded sheets and the empty "
    "rows below the table, and upload again."};
inline constexpr ErrorRow kTooManyCells{
    "office.too_many_cells", 413, "表格超过 {0} 个有内容的单元格。请分成几个文件上传。",
    "The sheets hold more than {0} cells. Split the file and upload its parts."};
inline constexpr ErrorRow kTooManyParts{
    "office.too_many_parts", 413,
    "文件里的部件或合并区域超过 {0} 个。请把要填报的内容复制到一个新的工作簿，再上传。",
    "The file has more than {0} parts or merged ranges. Copy the data into a new workbook and upload that."};
inline constexpr ErrorRow kTextTooLong{
    "office.text_too_long", 422, "单元格的文字超过 {0} 个字。请缩短，或分到几个单元格里。",
    "The text of the cell is longer than {0} characters. Shorten or split it."};
inline constexpr ErrorRow kOutsideSheet{
    "office.outside_sheet", 422,
    "单元格位置“{0}”超出工作表（最多 1048576 行、16384 列）。请在 Excel 或 WPS 中重新保存，再上传。",
    "The cell reference \"{0}\" lies outside a sheet (1048576 rows, 16384 columns). Save the file again in "
    "Excel or "
    "WPS and upload it."};
inline constexpr ErrorRow kBadReference{
    "office.bad_reference", 422, "单元格位置“{0}”写法不对或次序不对。请在 Excel 或 WPS 中重新保存，再上传。",
    "The cell reference \"{0}\" is malformed or out of order. Save the file again in Excel or WPS and upload "
    "it."};
inline constexpr ErrorRow kBadString{
    "office.bad_string", 422,
    "单元格引用的第 {0} 条文字不在文件里，内容已丢失。请找到原表，在 Excel 或 WPS 中重新保存，再上传。",
    "The cell refers to text {0}, which the file does not hold. Save the original again in Excel or WPS and "
    "upload "
    "it."};
inline constexpr ErrorRow kBadNumber{"office.bad_number", 422, "单元格的数值“{0}”读不懂。请重新填写这一格。",
                                     "The value \"{0}\" of the cell is not readable. Enter the cell again."};
inline constexpr ErrorRow kBadXml{
    "office.bad_xml", 422, "文件内部的“{0}”第 {1} 行有错（{2}）。请在 Excel 或 WPS 中重新保存，再上传。",
    "The part \"{0}\" of the file is broken at line {1} ({2}). Save it again in Excel or WPS and upload it."};
inline constexpr ErrorRow kHasDtd{
    "office.has_dtd", 422,
    "文件内部的“{0}”含有不允许的 DTD 声明，已拒绝。请在 Excel 或 WPS 中另存为 .xlsx，再上传。",
    "The part \"{0}\" of the file declares a DTD, which is refused. Save it as .xlsx in Excel or WPS and "
    "upload that."};
inline constexpr ErrorRow kMissingPart{
    "office.missing_part", 422, "文件缺少部件“{0}”，内容不全。请在 Excel 或 WPS 中重新保存，再上传。",
    "The file lacks its part \"{0}\". Save it again in Excel or WPS and upload it."};
inline constexpr ErrorRow kNoSheet{"office.no_sheet", 422, "工作簿里没有工作表。请检查是否选错了文件。",
                                   "The workbook has no sheet. Check that the right file was chosen."};

inline constexpr ErrorRow kNoSuchSheet{"office.no_such_sheet", 422, "工作簿里没有工作表“{0}”。",
                                       "The workbook has no sheet \"{0}\"."};

inline constexpr ErrorRow kPackEmpty{"office.pack_empty", 422,
                                     "压缩包里没有工作簿。请放入 .xlsx 或 .csv 文件，再上传。",
                                     "The archive holds no workbook. Put .xlsx or .csv files into it and "
                                     "upload it again."};
inline constexpr ErrorRow kPackTooMany{"office.pack_too_many", 413,
                                       "压缩包里有 {0} 个文件，最多 {1} 个。请分成几个压缩包上传。",
                                       "The archive holds {0} files, at most {1} are taken. Split it."};
inline constexpr ErrorRow kPackNested{"office.pack_nested", 422,
                                      "这是压缩包里的压缩包，不能导入。请解压后与其他工作簿一起压缩。",
                                      "This is an archive within the archive. Unpack it and put its "
                                      "workbooks beside the others."};
inline constexpr ErrorRow kPackLocked{"office.pack_locked", 422,
                                      "这个压缩包加了密码，读不了。请不设密码重新压缩，再上传。",
                                      "This archive is protected by a password. Pack it again without one."};

inline constexpr ErrorRow kCsvEncoding{"office.csv_encoding", 422,
                                       "第 {0} 行第 {1} 个字读不懂：文件不是完整的 UTF-8、UTF-16 或 GB18030 "
                                       "文字。请另存为“CSV UTF-8”或 .xlsx，再上传。",
                                       "Line {0}, character {1} is not readable as UTF-8, UTF-16 or GB18030. "
                                       "Save the file as \"CSV UTF-8\" or .xlsx and "
                                       "upload it again."};
inline constexpr ErrorRow kCsvNul{
    "office.csv_nul", 422,
    "第 {0} 行第 {1} 个字是空字符（NUL），这不是文本文件。请另存为“CSV UTF-8”或 .xlsx，再上传。",
    "Line {0}, character {1} is a NUL: this is no text file. Save it as \"CSV UTF-8\" or .xlsx and upload it "
    "again."};
inline constexpr ErrorRow kCsvAfterQuote{
    "office.csv_after_quote", 422,
    "第 {0} 行第 {1} 个字：右引号之后应是分隔符或换行。单元格里的引号要写两个（\"\"）。",
    "Line {0}, character {1}: after a closing quote a separator or the line's end must follow. Write a quote "
    "within a "
    "cell twice (\"\")."};
inline constexpr ErrorRow kCsvUnclosed{
    "office.csv_unclosed", 422,
    "第 {0} 行第 {1} 个字的左引号没有配对的右引号。请补上右引号，或删去这个引号。",
    "The quote opened at line {0}, character {1} is never closed. Close or remove "
    "it."};

inline constexpr ErrorRow kProgramMissing{
    "office.program_missing", 503, "服务器没有安装 {0}，暂时不能生成这种文件。请管理员执行：apt install {1}",
    "The server lacks {0}, so this kind of file cannot be made. An administrator can mend it: apt install "
    "{1}"};
inline constexpr ErrorRow kProgramFailed{
    "office.program_failed", 500, "{0} 没有生成文件（{1}）。请稍后再试；若仍不行，请把这句话告诉管理员。",
    "{0} did not make the file ({1}). Try again later; if it fails again, tell an administrator this "
    "sentence."};
inline constexpr ErrorRow kProgramTooSlow{
    "office.program_too_slow", 504, "{0} 在 {1} 秒内没有完成。请稍后再试，或缩小报告的范围。",
    "{0} did not finish within {1} seconds. Try again later, or narrow the report."};
inline constexpr ErrorRow kPrinterBusy{
    "office.printer_busy", 503, "正在生成另一份 PDF，{0} 秒内没有轮到。请稍后再试。",
    "Another PDF is being made and the turn did not come within {0} seconds. Try "
    "again later."};

}  // namespace jinguo::office
