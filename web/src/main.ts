import "element-plus/theme-chalk/base.css";
import "./styles/tokens.css";
import "./styles/base.css";
import { createApp } from "vue";
import App from "./App.vue";
import { followSession } from "./api/events";
import { whenSignedOut } from "./api/client";
import { speak } from "./i18n";
import { prefs } from "./prefs";
import { router } from "./router";
import { lapse } from "./session";

whenSignedOut(lapse);
followSession();
void speak(prefs.language)
  .catch(() => undefined)
  .then(() => createApp(App).use(router).mount("#app"));
