import { asApiError, ApiError, newKey, query } from "../api/client";
import type { FileInfo, Refusal } from "../api/types";
import { t } from "../i18n";
import { prefs } from "../prefs";

/** No photo leaves this device larger, in bytes: village lines are slow. */
const MOST = 300 * 1024;
const STEPS: readonly (readonly [number, number])[] = [[1600, 0.82], [1600, 0.66], [1280, 0.6], [1024, 0.5], [800, 0.4]];
/** What a browser may decode here; anything else the server is to judge as it is. */
const PICTURES = new Set(["image/jpeg", "image/png", "image/webp", "image/heic", "image/heif", "image/avif"]);

const asJpeg = (canvas: HTMLCanvasElement, quality: number): Promise<Blob | null> =>
  new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));

/** A photo small enough to be sent; what is no picture, or small already, stays as it is. */
export async function shrink(file: File): Promise<File> {
  if (!PICTURES.has(file.type) || (file.type === "image/jpeg" && file.size <= MOST)) return file;
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => null);
  if (!picture) return file;
  const canvas = document.createElement("canvas");
  const paint = canvas.getContext("2d")!;
  let smallest: Blob | null = null;
  for (const [side, quality] of STEPS) {
    const scale = Math.min(1, side / Math.max(picture.width, picture.height));
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    paint.fillStyle = "#fff";
    paint.fillRect(0, 0, canvas.width, canvas.height);
    paint.drawImage(picture, 0, 0, canvas.width, canvas.height);
    smallest = await asJpeg(canvas, quality);
    if (smallest && smallest.size <= MOST) break;
  }
  picture.close();
  return smallest ? new File([smallest], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" }) : file;
}

const refusalOf = (text: string, status: number): Refusal => {
  const message = t("error.status", { status });
  try {
    return { code: "", message, message_en: message, trace: "", ...(JSON.parse(text) as Partial<Refusal>) };
  } catch {
    return { code: "", message, message_en: message, trace: "" };
  }
};

/** Sends a file for a field and tells how much of it has gone, 0 to 100. The same key sends it once. */
export function sendFile(programme: string, field: string, file: File, told: (percent: number) => void, key = newKey()): Promise<FileInfo> {
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/files${query({ programme, field, file_name: file.name })}`);
    request.setRequestHeader("Idempotency-Key", key);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("Accept-Language", prefs.language === "en" ? "en" : "zh-CN");
    request.upload.onprogress = (event) => told(event.total ? Math.round((100 * event.loaded) / event.total) : 0);
    request.onerror = () => fail(asApiError(new Error(t("error.offline"))));
    request.onload = () =>
      request.status === 200 ? done(JSON.parse(request.responseText) as FileInfo) : fail(new ApiError(request.status, refusalOf(request.responseText, request.status)));
    request.send(file);
  });
}
