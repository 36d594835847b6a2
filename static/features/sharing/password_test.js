import { makePassword } from "/features/sharing/password.js";

Deno.test("a made password has four groups of signs that cannot be confused", () => {
  for (let turn = 0; turn < 50; turn += 1) {
    const password = makePassword();
    if (!/^[a-hjkmnp-z2-9]{4}(-[a-hjkmnp-z2-9]{4}){3}$/.test(password)) throw new Error(password);
  }
});

Deno.test("bytes that would favour some signs are thrown away", () => {
  let calls = 0;
  const password = makePassword((bytes) => {
    calls += 1;
    return bytes.fill(calls === 1 ? 255 : 0);
  });
  if (calls !== 2 || password !== "aaaa-aaaa-aaaa-aaaa") throw new Error(`${calls} ${password}`);
});

Deno.test("two made passwords differ", () => {
  if (makePassword() === makePassword()) throw new Error("the same twice");
});
