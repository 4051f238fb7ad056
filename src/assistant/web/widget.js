/**
 * The one script tag: <script type="module" src="https://shop.example/widget.js" data-open="false"></script>
 * Served from the root of the shop's API, so its own address says where the API is.
 */
import { ShoppingAssistant } from "./web/element.js";

const base = new URL(".", import.meta.url);

if (!customElements.get("shopping-assistant")) {
  customElements.define("shopping-assistant", class extends ShoppingAssistant {
    static base = base;
  });
}

function placeElement() {
  if (document.querySelector("shopping-assistant")) return;
  const element = document.createElement("shopping-assistant");
  const script = [...document.scripts].find((candidate) => candidate.src === import.meta.url);
  if (script?.dataset.open === "true") element.setAttribute("open", "");
  document.body.append(element);
}

if (document.body) placeElement();
else document.addEventListener("DOMContentLoaded", placeElement);
