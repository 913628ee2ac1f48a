import "element-plus/theme-chalk/base.css";
import "./styles/tokens.css";
import "./styles/base.css";
import { createApp } from "vue";
import App from "./App.vue";
import { followSession } from "./api/events";
import { whenSignedOut } from "./api/client";
import { loadMessages } from "./i18n";
import { router, wayIn } from "./router";
import { forget, session } from "./session";

whenSignedOut(() => {
  if (!session.value) return;
  forget();
  const here = router.currentRoute.value;
  if (!here.meta.open) void router.replace(wayIn(here));
});
followSession();
void loadMessages()
  .catch(() => undefined)
  .then(() => createApp(App).use(router).mount("#app"));
