// A page of one article, made by the service; its offers are printed.  SERVICE=... KEY=bk_... node service.mjs
const service = process.env.SERVICE ?? "http://127.0.0.1:8600";

async function ask(path, options = {}) {
  const headers = { authorization: `Bearer ${process.env.KEY}`, ...options.headers };
  const answer = await fetch(service + path, { ...options, headers });
  if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
  return answer.json();
}

const text =
  "Truce offered\n\nThe harbour union offered Norline a truce of ten days. Norline has not answered the offer yet.";
let job = await ask("/v1/briefings", {
  method: "POST",
  headers: { "content-type": "application/json", "idempotency-key": "example-2" },
  body: JSON.stringify({ articles: [{ text, outlet: "Harbour Post", published: "2026-04-07T08:00:00Z" }] }),
});
while (job.state === "queued" || job.state === "running") {
  await new Promise((done) => setTimeout(done, 200));
  job = await ask(`/v1/jobs/${job.id}`);
}
if (job.state !== "done") throw new Error(JSON.stringify(job.problem));

const page = await ask(job.page, { headers: { accept: "application/json" } });
for (const story of page.stories)
  for (const offer of story.offers) console.log(`${offer.id} ${offer.status}: ${offer.what} (“${offer.evidence[0].quote}”)`);
