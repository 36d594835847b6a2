import { addLabels } from "/lib/text.js";

addLabels("accounts", {
  signIn: "Sign in",
  lead: "Evaluate recorded conversations: listen, score, show the moment that matters.",
  login: "Sign-in name",
  password: "Password",
  show: "Show the password",
  hide: "Hide the password",
  loginMissing: "Enter your sign-in name.",
  passwordMissing: "Enter your password.",
  wait: {
    one: "Too many attempts. Try again in {count} second.",
    other: "Too many attempts. Try again in {count} seconds.",
  },
});
