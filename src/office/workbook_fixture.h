#pragma once
#include <map>
#include <string>

#include "office/zip_archive.h"

namespace jinguo::office::fixture {

using Parts = std::map<std::string, std::string>;

inline constexpr char kMain[] = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
inline constexpr char kOffice[] = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
inline constexpr char kPackage[] = "http://schemas.openxmlformats.org/package/2006/relationships";

inline std::string xml(const std::string& root) {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n" + root;
}

inline std::string worksheet(const std::string& rows, const std::string& after = "") {
  return xml("<worksheet xmlns=\"" + std::string(kMain) + "\"><sheetData>" + rows + "</sheetData>" + after +
             "</worksheet>");
}

inline std::string relationship(const std::string& id, const std::string& type, const std::string& target) {
  return "<Relationship Id=\"" + id + "\" Type=\"" + kOffice + "/" + type + "\" Target=\"" + target + "\"/>";
}

inline std::string relationships(const std::string& inner) {
  return xml("<Relationships xmlns=\"" + std::string(kPackage) + "\">" + inner + "</Relationships>");
}

/// The parts of a workbook of one sheet with these rows; shared strings and cell styles as given (inner XML).
inline Parts parts(const std::string& rows, const std::string& strings = "", const std::string& styles = "",
                   const std::string& workbook_pr = "") {
  Parts out;
  out["[Content_Types].xml"] =
      xml("<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
          "<Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>");
  out["_rels/.rels"] = relationships(relationship("rId1", "officeDocument", "xl/workbook.xml"));
  out["xl/workbook.xml"] =
      xml("<workbook xmlns=\"" + std::string(kMain) + "\" xmlns:r=\"" + kOffice + "\">" + workbook_pr +
          "<sheets><sheet name=\"登记表\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>");
  std::string links = relationship("rId1", "worksheet", "worksheets/sheet1.xml");
  if (!strings.empty()) {
    links += relationship("rId2", "sharedStrings", "sharedStrings.xml");
    out["xl/sharedStrings.xml"] = xml("<sst xmlns=\"" + std::string(kMain) + "\">" + strings + "</sst>");
  }
  if (!styles.empty()) {
    links += relationship("rId3", "styles", "styles.xml");
    out["xl/styles.xml"] =
        xml("<styleSheet xmlns=\"" + std::string(kMain) + "\">" + styles + "</styleSheet>");
  }
  out["xl/_rels/workbook.xml.rels"] = relationships(links);
  out["xl/worksheets/sheet1.xml"] = worksheet(rows);
  return out;
}

inline std::string xlsx(const std::string& rows, const std::string& strings = "",
                        const std::string& styles = "", const std::string& workbook_pr = "") {
  return pack_zip(parts(rows, strings, styles, workbook_pr));
}

}  // namespace jinguo::office::fixture
