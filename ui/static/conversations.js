// The address names the conversation that the page shows, so that it can be reloaded and shared.
window.showConversation = (mark) => {
  const address = new URL(location);
  ["question", "after", "conversation"].forEach((name) => address.searchParams.delete(name));
  const id = mark.split(":")[0];
  if (id) address.searchParams.set("conversation", id);
  history.replaceState(history.state, "", address);
};
// Beside the chat where there is room; whoever closed it finds it closed.
window.isSidebarOpen = () => innerWidth >= 1024 && localStorage.getItem("sidebar") !== "closed";
window.keepSidebar = (state) => { if (innerWidth >= 1024) localStorage.setItem("sidebar", state); };
