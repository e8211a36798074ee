// While a run is being computed: fetch the page again and show its progress. Without script there is a link.
(async () => {
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  for (let pause = 700; ; pause = Math.min(pause * 1.3, 5000)) {
    await wait(pause);
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
    if (!answer || !answer.ok) continue;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("progress");
    if (!fresh) return location.reload();
    const bar = document.getElementById("bar");
    const now = fresh.querySelector("progress");
    if (bar.value !== now.value) bar.value = now.value;
    const label = document.querySelector("label[for=bar]");
    const words = fresh.querySelector("label").textContent;
    if (label.textContent !== words) label.textContent = words;
  }
})();
