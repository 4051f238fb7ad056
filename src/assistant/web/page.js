/** The demo page around the chat learns the shop's name from the chat itself. */
document.addEventListener("shopping-assistant-ready", (event) => {
  const { name } = event.detail.shop;
  document.getElementById("shop-name").textContent = name;
  document.title = `${name}: shop assistant`;
});
