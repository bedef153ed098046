// Which tab of the inspector is open; the board opens one when a badge is clicked.

import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";

export type Tab = "edit" | "findings" | "comments";

const tabs = createStore<{ tab: Tab }>(() => ({ tab: "edit" }));

export const openTab = (tab: Tab) => tabs.setState({ tab });
export const useTab = () => useStore(tabs, ({ tab }) => tab);
