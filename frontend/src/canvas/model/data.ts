// What a journey is made of, as a file holds it: plain values, and the families of its kinds.

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json | undefined };
export type Data = { [key: string]: Json | undefined };
export type Family = "entry" | "message" | "timing" | "logic" | "end" | "note";
export type Position = { x: number; y: number };
