// The page asks the server in the background; when the session has ended, that is said here.
(() => {
  const fetched = window.fetch.bind(window);
  const say = () => {
    if (document.getElementById('session-ended')) return;
    const said = document.createElement('p');
    said.id = 'session-ended';
    said.setAttribute('role', 'alert');
    said.innerHTML = document.querySelector('#when-session-ends .prose').innerHTML;
    document.body.append(said);
  };
  window.fetch = async (...asked) => {
    const answer = await fetched(...asked);
    if (answer.status === 401) say();
    else if (answer.ok) document.getElementById('session-ended')?.remove();
    return answer;
  };
})();
