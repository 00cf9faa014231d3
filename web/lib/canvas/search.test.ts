import { expect, test } from "vitest";
import { found, type Item } from "./search";

const ITEMS: Item[] = ["Client", "Load balancer", "Primary database", "API gateway", "Cache"].map((title) => ({
	id: title.toLowerCase().replace(" ", "-").replace("database", "db"),
	title,
	group: "",
	hint: title === "Cache" ? "Keeps hot data near, before the database" : "",
}));

function titles(words: string): string[] {
	return found(ITEMS, words).map((item) => item.title);
}

test("all are there, in their order, where nothing is asked for", () => {
	expect(titles("  ")).toEqual(ITEMS.map((item) => item.title));
});

test("initials, parts of the title and the id are understood, the likeliest first", () => {
	expect(titles("lb")).toEqual(["Load balancer"]);
	expect(titles("db")).toEqual(["Primary database"]);
	expect(titles("DATABASE")).toEqual(["Primary database", "Cache"]);
	expect(titles("c")[0]).toBe("Client");
	expect(titles("kafka")).toEqual([]);
});
