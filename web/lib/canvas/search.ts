/** Something that can be picked from a list. */
export interface Item {
	readonly id: string;
	readonly title: string;
	/** The heading it stands under; '' for none. */
	readonly group: string;
	readonly hint: string;
}

/** The items that `words` may mean, the likeliest first; all of them, in their order, where nothing is asked for. */
export function found(items: readonly Item[], words: string): Item[] {
	const asked = words.trim().toLowerCase();
	if (!asked) return [...items];
	const ranked = items.map((item) => ({ item, rank: rankOf(item, asked) })).filter(({ rank }) => rank < NEVER);
	return ranked.sort((one, other) => one.rank - other.rank).map(({ item }) => item);
}

const NEVER = 5;

function rankOf(item: Item, asked: string): number {
	const title = item.title.toLowerCase();
	const initials = title.split(/[^a-z0-9]+/).map((word) => word.slice(0, 1));
	if (title.startsWith(asked) || item.id === asked) return 0;
	if (initials.join("").startsWith(asked) && asked.length > 1) return 1;
	if (title.includes(asked)) return 2;
	if (item.id.includes(asked)) return 3;
	return item.hint.toLowerCase().includes(asked) ? 4 : NEVER;
}
