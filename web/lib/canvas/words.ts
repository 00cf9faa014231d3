import { type Arrow, type Board, type Group, type Node, nameOf } from "../board";
import type { Catalog } from "../board-view";
import { heldBy } from "./places";

/** What the parts of a board are called, for the eye and for a screen reader. */
export interface Words {
	readonly titles: ReadonlyMap<string, string>;
	readonly families: ReadonlyMap<string, string>;
	readonly data: ReadonlyMap<string, string>;
}

export const GROUP_KINDS: Record<Group["kind"], string> = {
	"": "Group",
	region: "Region",
	zone: "Zone",
	"shard-set": "Shard set",
	service: "Service",
};

/** What is offered; any other may be written. */
export const PROTOCOLS = [
	"HTTPS",
	"gRPC",
	"WebSocket",
	"SSE",
	"GraphQL",
	"SQL",
	"Redis",
	"Kafka",
	"AMQP",
	"CDC",
	"DNS",
	"UDP",
] as const;

export function wordsOf(catalog: Catalog): Words {
	return {
		titles: new Map(catalog.kinds.map((kind) => [kind.id, shortened(kind.title)])),
		families: new Map(catalog.kinds.map((kind) => [kind.id, kind.group])),
		data: new Map(catalog.data.map((each) => [each.id, each.title])),
	};
}

/** A title without what stands in brackets. */
export function shortened(title: string): string {
	return title.replace(/\s*\([^)]*\)\s*$/, "");
}

export function nodeName(node: Node, words: Words): string {
	return nameOf(node, words.titles);
}

/** The second line of a box: product and class, without what its name says already. */
export function subtitleOf(node: Node, words: Words): string {
	const name = nodeName(node, words);
	return [node.tech, words.titles.get(node.kind) ?? ""].filter((word) => word && word !== name).join(" · ");
}

export function groupName(group: Group): string {
	return group.label || GROUP_KINDS[group.kind];
}

export function arrowName(board: Board, arrow: Arrow, words: Words): string {
	const nameById = (id: string) => {
		const node = board.nodes.find((each) => each.id === id);
		return node ? nodeName(node, words) : "nothing";
	};
	const said = [arrow.label, arrow.protocol, arrow.mode && `${arrow.mode}hronous`].filter(Boolean).join(", ");
	return `Arrow from ${nameById(arrow.source)} to ${nameById(arrow.target)}${said && `: ${said}`}`;
}

export function describedNode(board: Board, node: Node, words: Words): string {
	const group = board.groups.find((each) => each.id === node.group);
	const arrows = board.arrows.filter(({ source, target }) => source === node.id || target === node.id).length;
	const said = [
		nodeName(node, words),
		subtitleOf(node, words),
		group && `in ${groupName(group)}`,
		node.data.length > 0 && `keeps ${node.data.map((id) => words.data.get(id) ?? id).join(", ")}`,
		counted(arrows, "arrow"),
	];
	return said.filter(Boolean).join(", ");
}

export function describedGroup(board: Board, group: Group): string {
	const kind = group.label && group.kind ? `, ${GROUP_KINDS[group.kind].toLowerCase()}` : "";
	return `${group.label ? "Group " : ""}${groupName(group)}${kind}, ${counted(heldBy(board, group.id).length, "box")}`;
}

export function counted(count: number, word: string): string {
	const plural = word.endsWith("x") ? `${word}es` : `${word}s`;
	return `${count === 0 ? "no" : count} ${count === 1 ? word : plural}`;
}
