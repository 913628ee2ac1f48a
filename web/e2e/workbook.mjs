// A plain .xlsx of rows of texts and numbers, so that walks can drop a real workbook. Entries are stored, not packed.
import { crc32 } from "node:zlib";

const escaped = (text) => String(text).replace(/&/g, "&amp;").replace(/</g, "&lt;");
const letter = (c) => (c < 26 ? "" : letter(Math.floor(c / 26) - 1)) + String.fromCharCode(65 + (c % 26));
const cell = (value, r, c) => {
  if (value === "" || value === null || value === undefined) return "";
  const at = `${letter(c)}${r + 1}`;
  return typeof value === "number" ? `<c r="${at}"><v>${value}</v></c>` : `<c r="${at}" t="inlineStr"><is><t xml:space="preserve">${escaped(value)}</t></is></c>`;
};

function zip(entries) {
  const local = [];
  const central = [];
  let offset = 0;
  for (const [name, text] of entries) {
    const path = Buffer.from(name);
    const data = Buffer.from(text);
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(0x21, 8);
    head.writeUInt32LE(crc32(data), 10);
    head.writeUInt32LE(data.length, 14);
    head.writeUInt32LE(data.length, 18);
    head.writeUInt16LE(path.length, 22);
    local.push(Buffer.from("PK\x03\x04", "latin1"), head, path, data);
    const tail = Buffer.alloc(16);
    tail.writeUInt32LE(offset, 12);
    central.push(Buffer.from("PK\x01\x02\x14\x00", "latin1"), head, tail.subarray(2), path);
    offset += 30 + path.length + data.length;
  }
  const index = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", 0, "latin1");
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(index.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, index, end]);
}

export function workbook(rows, sheet = "Sheet1") {
  const part = (type) => `application/vnd.openxmlformats-officedocument.spreadsheetml.${type}+xml`;
  const to = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const links = (type, target) => `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${to}/${type}" Target="${target}"/></Relationships>`;
  const lines = rows.map((row, r) => `<row r="${r + 1}">${row.map((value, c) => cell(value, r, c)).join("")}</row>`).join("");
  return zip([
    ["[Content_Types].xml", `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${part("sheet.main")}"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${part("worksheet")}"/></Types>`],
    ["_rels/.rels", links("officeDocument", "xl/workbook.xml")],
    ["xl/workbook.xml", `<?xml version="1.0"?><workbook xmlns="${main}" xmlns:r="${to}"><sheets><sheet name="${escaped(sheet)}" sheetId="1" r:id="rId1"/></sheets></workbook>`],
    ["xl/_rels/workbook.xml.rels", links("worksheet", "worksheets/sheet1.xml")],
    ["xl/worksheets/sheet1.xml", `<?xml version="1.0"?><worksheet xmlns="${main}"><sheetData>${lines}</sheetData></worksheet>`],
  ]);
}
