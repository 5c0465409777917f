// Takes the sections that have changed from the agent, puts them in their places, and says how news comes.
(() => {
  'use strict';
  const { events, page } = document.body.dataset;
  const stream = document.getElementById('stream');
  const agent = stream.dataset.agentName;

  const say = (look, text) => {
    stream.className = `stream ${look}`;
    stream.textContent = text;
  };

  const put = (section) => {
    const place = document.getElementById(section.key);
    if (place) {
      place.innerHTML = section.html;
      document.dispatchEvent(new Event('drawn'));
    }
  };

  const open = () => {
    const source = new EventSource(events);
    source.addEventListener('page', (event) => {
      // The agent has begun anew, with another page perhaps.
      if (event.data !== page) {
        source.close();
        location.reload();
        return;
      }
      say('live', `live, as ${agent} knows it`);
    });
    source.addEventListener('section', (event) => put(JSON.parse(event.data)));
    source.addEventListener('end', (event) => {
      source.close();
      say('ended', event.data);
    });
    source.addEventListener('error', () => {
      const since = new Date().toLocaleTimeString();
      if (!stream.classList.contains('lost')) {
        say('lost', `no word from ${agent} since ${since}; this is what it knew. Tries again.`);
      }
      // The browser tries again by itself, but for answers that are no stream.
      if (source.readyState === EventSource.CLOSED) {
        setTimeout(open, 3000);
      }
    });
  };

  open();
})();
