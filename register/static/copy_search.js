// Search in a copy of the register: pieces of the index are scripts, for a page opened from a folder may fetch nothing.
(() => {
  const form = document.getElementById("copy-search");
  const field = form.querySelector("input");
  const status = document.getElementById("copy-search-status");
  const entries = [...document.querySelectorAll("[data-number]")];
  const letters = new Set(form.dataset.letters.split(" "));
  const pieces = new Map();
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const name = (two) => [...two].map((sign) => (/[a-z0-9]/i.test(sign) ? sign : `_${sign.codePointAt(0).toString(16)}`)).join("");

  window.insynPiece = (two, words) => pieces.get(two).done(words);

  const piece = (two) => {
    if (!letters.has(two)) return Promise.resolve({});
    if (!pieces.has(two)) {
      const waiting = {};
      waiting.promise = new Promise((done) => (waiting.done = done));
      pieces.set(two, waiting);
      const script = document.createElement("script");
      script.src = `${form.dataset.folder}${name(two)}.js`;
      script.onerror = () => waiting.done({});
      document.head.append(script);
    }
    return pieces.get(two).promise;
  };

  // A stem that the word begins with, or that begins with the word: "kamerorna" and "kam" both find "kamer".
  const numbers = async (word) => {
    const words = await piece([...word].slice(0, 2).join(""));
    const fits = Object.keys(words).filter((stem) => stem.startsWith(word) || (word.startsWith(stem) && word.length - stem.length < 6));
    return new Set(fits.flatMap((stem) => words[stem]));
  };

  let latest = 0;
  const search = async () => {
    const mine = ++latest;
    const words = (fold(field.value).match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => word.length > 1);
    const sets = await Promise.all(words.map(numbers));
    if (mine !== latest) return;
    let shown = 0;
    for (const entry of entries) {
      entry.hidden = !sets.every((set) => set.has(Number(entry.dataset.number)));
      shown += entry.hidden ? 0 : 1;
    }
    for (const group of document.querySelectorAll("[data-letter]")) {
      group.hidden = !group.querySelector("[data-number]:not([hidden])");
    }
    status.textContent = form.dataset.status.replace("0", shown);
  };

  form.parentElement.hidden = false;
  form.addEventListener("submit", (event) => { event.preventDefault(); search(); });
  field.addEventListener("input", search);
})();
