#include "office/xml_scan.h"

#include "office/office_error.h"

namespace jinguo::office {

Error xml_error(std::string_view part, XML_Parser parser, bool has_dtd) {
  if (has_dtd) return Error(kHasDtd, {std::string(part)});
  const auto code = XML_GetErrorCode(parser);
  const std::string reason = code == XML_ERROR_ABORTED ? "nested too deep" : XML_ErrorString(code);
  return Error(kBadXml, {std::string(part), std::to_string(XML_GetCurrentLineNumber(parser)), reason});
}

}  // namespace jinguo::office
