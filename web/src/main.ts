import "element-plus/theme-chalk/base.css";
import "./styles/tokens.css";
import "./styles/base.css";
import { createApp } from "vue";
import App from "./App.vue";
import { followSession } from "./api/events";
import { whenSignedOut } from "./api/client";
import { loadMessages } from "./i18n";
import { router } from "./router";
import { forget, session } from "./session";

whenSignedOut(() => {
  if (session.value) forget();
});
followSession();
void loadMessages()
  .catch(() => undefined)
  .then(() => createApp(App).use(router).mount("#app"));
