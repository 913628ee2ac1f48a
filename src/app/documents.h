#pragma once
#include <string>
#include <string_view>

#include "app/store_port.h"

namespace jinguo::app {

class App;

/// Kinds of the documents the house keeps for itself, see Reading::find_document.
inline constexpr std::string_view kDefinitionDocuments = "definition";
inline constexpr std::string_view kDraftDocuments = "definition_draft";
inline constexpr std::string_view kNilDocuments = "nil";
inline constexpr std::string_view kClosureDocuments = "closure";
inline constexpr std::string_view kReturnDocuments = "return";
inline constexpr std::string_view kIssuedDocuments = "issued";
inline constexpr std::string_view kIssuedNumberDocuments = "issued_number";
inline constexpr std::string_view kCopyDocuments = "copy";
inline constexpr std::string_view kComplaintDocuments = "complaint";
inline constexpr std::string_view kImportDocuments = "import";
inline constexpr std::string_view kImportRowDocuments = "import_row";
/// An upload that became or may become an import, its files, its mended cells, and what heads of columns were
/// said to be.
inline constexpr std::string_view kImportJobDocuments = "import_job";
inline constexpr std::string_view kImportFileDocuments = "import_file";
inline constexpr std::string_view kImportCellDocuments = "import_cell";
inline constexpr std::string_view kImportColumnDocuments = "import_column";
inline constexpr std::string_view kAccountDocuments = "account";
inline constexpr std::string_view kAccountNameDocuments = "account_name";
inline constexpr std::string_view kPostDocuments = "post";
inline constexpr std::string_view kSessionDocuments = "session";
inline constexpr std::string_view kLinkDocuments = "first_link";
inline constexpr std::string_view kFailureDocuments = "sign_in_failure";
/// Of each file: its facts by id, its name (sealed), and its bytes as base64, sealed or open by the class of
/// the field; and those that no record holds, by the time since when.
inline constexpr std::string_view kFileDocuments = "file";
inline constexpr std::string_view kFileNameDocuments = "file_name";
inline constexpr std::string_view kOpenBytesDocuments = "file_bytes";
inline constexpr std::string_view kSealedBytesDocuments = "file_bytes_sealed";
inline constexpr std::string_view kLooseFileDocuments = "file_loose";
inline constexpr std::string_view kSettingDocuments = "setting";
inline constexpr std::string_view kViewDocuments = "view";
/// Of an account: what it signs in with besides the password, and its phone; both sealed.
inline constexpr std::string_view kSecondFactorDocuments = "second_factor";
inline constexpr std::string_view kContactDocuments = "account_contact";
/// Who entered a record last for the unit below, under programme and id.
inline constexpr std::string_view kOnBehalfDocuments = "on_behalf";
inline constexpr std::string_view kPersonDocuments = "person";
inline constexpr std::string_view kPersonKeyDocuments = "person_key";
inline constexpr std::string_view kPersonLinkDocuments = "person_link";

/// Definitions are kept under "programme/loans/00001", so that versions of one id follow each other.
std::string definition_key(std::string_view kind, std::string_view id, int version);

/// Where a unit's "none" for a duty is kept: "weekly_note/2011-W23/17"; the body is the business date.
std::string nil_key(std::string_view programme, std::string_view duty, UnitId unit);

/// Fills the reporting index with what units said of "none".
void load_nil_statements(App& app, Reading& reading);

/// Fills the registry's links between identities of one person.
void load_links(App& app, Reading& reading);

}  // namespace jinguo::app
