/** What the API's short names are called on the screen. */

const REASONS = {
  "asked for a person": "Asked for a person", anger: "Angry", frustration: "Frustrated", "three failed turns": "Not helped three times",
  safety: "Safety", "self-harm": "Self-harm", legal: "Legal", fraud: "Fraud", press: "Press", chargeback: "Chargeback",
  "regulated goods": "Regulated goods", silence: "Went silent", "came back": "Came back", "staff stepped in": "Staff stepped in",
};
const URGENT = new Set(["safety", "self-harm", "fraud", "legal", "chargeback"]);
const LEVELS = { nobody: "Nothing proved yet", order: "Proved one order", customer: "Proved who they are" };
const UPSET = -0.4;

export function reasonWords(reason) {
  return REASONS[reason] ?? reason;
}

export function isUrgent(reason) {
  return URGENT.has(reason);
}

export function levelWords(level) {
  return LEVELS[level] ?? "";
}

/** "search_products: answered" as people say it. */
export function triedWords(tried) {
  const words = tried.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A name for a conversation that nobody gave one. */
export function shortName(id) {
  return `Chat ${id.slice(0, 5).toUpperCase()}`;
}

/** Whether somebody can be given a chat, in a word or two. */
export function where({ away, here }) {
  return away ? "Away" : here ? "Here" : "Console not open";
}

export function isOpen(handoff) {
  return handoff?.status === "waiting" || handoff?.status === "taken";
}

export function isUpset(mood) {
  return mood !== null && mood !== undefined && mood <= UPSET;
}

/** Who has the chat, as one short sentence. */
export function standing(handoff, me) {
  if (handoff?.status === "waiting") return "Waits for a person";
  if (handoff?.status === "taken") return handoff.owner === me.id ? "You have this chat" : `${handoff.owner_name} has this chat`;
  return handoff?.status === "closed" ? "Closed. The assistant answers" : "The assistant answers";
}
