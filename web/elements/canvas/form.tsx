import { type KeyboardEvent, type RefObject, useEffect, useRef } from "react";
import { idsOf } from "../../lib/canvas/moves";
import { arrowName, counted, groupName, nodeName } from "../../lib/canvas/words";
import { ArrowFields, BoxFields, FrameFields } from "./fields";
import { Finder } from "./finder";
import { Icon } from "./icons";
import { ReadArrow, ReadBox } from "./reading";
import { frame, join, nodeById, type Panel, type Screen, soleChoice, useScreen } from "./screen";

/** Where the focus goes in a panel that was asked for. */
const FIRST: Partial<Record<Panel, string>> = { form: "input, select", connect: "input", keys: ".close" };

/** What is chosen, to be described: beside the drawing, or on a narrow screen over its lower half when asked for. */
export function Form() {
	const screen = useScreen();
	const { asked, chosen } = screen;
	const key = soleChoice(screen);
	const form = useRef<HTMLElement>(null);
	useEffect(() => {
		const first = FIRST[asked.panel];
		if (first) form.current?.querySelector<HTMLElement>(first)?.focus();
	}, [asked]);
	const leave = () => {
		screen.open("none");
		screen.focus(key);
	};
	const press = (event: KeyboardEvent) => {
		if (event.key !== "Escape") return;
		event.stopPropagation();
		leave();
	};
	if (chosen.size === 0 || asked.panel === "keys") return <Keys ref={form} onKeyDown={press} onLeave={leave} />;
	return (
		<>
			<Bar name={titleOf(screen)} isBox={idsOf([key], "box").length > 0} />
			<section className="canvas-form" aria-label="What is chosen" ref={form} onKeyDown={press}>
				<Head title={titleOf(screen)} onLeave={leave} />
				{asked.panel === "connect" ? (
					<Connect source={idsOf([key], "box")[0] ?? ""} onLeave={leave} />
				) : (
					<Fields part={key} />
				)}
			</section>
		</>
	);
}

/** On a narrow screen, what can be done with the chosen part. */
function Bar({ name, isBox }: { readonly name: string; readonly isBox: boolean }) {
	const { open, readOnly } = useScreen();
	return (
		<div className="canvas-bar">
			<strong>{name}</strong>
			{isBox && !readOnly && (
				<button type="button" className="tool" aria-label="Connect to" onClick={() => open("connect")}>
					<Icon name="connect" />
				</button>
			)}
			<button type="button" className="tool" aria-label={readOnly ? "Details" : "Edit"} onClick={() => open("form")}>
				<Icon name="edit" />
			</button>
		</div>
	);
}

function Fields({ part }: { readonly part: string }) {
	const screen = useScreen();
	const { board, readOnly } = screen;
	const node = board.nodes.find(({ id }) => id === idsOf([part], "box")[0]);
	const arrow = board.arrows.find(({ id }) => id === idsOf([part], "arrow")[0]);
	const group = board.groups.find(({ id }) => id === idsOf([part], "frame")[0]);
	if (node) return readOnly ? <ReadBox node={node} /> : <BoxFields key={node.id} node={node} />;
	if (arrow) return readOnly ? <ReadArrow arrow={arrow} /> : <ArrowFields key={arrow.id} arrow={arrow} />;
	if (group) return readOnly ? null : <FrameFields key={group.id} group={group} />;
	if (readOnly) return null;
	return (
		<button type="button" className="button quiet small" onClick={() => frame(screen)}>
			Group them
		</button>
	);
}

/** The box that the arrow goes to is picked from a list. */
function Connect({ source, onLeave }: { readonly source: string; readonly onLeave: () => void }) {
	const screen = useScreen();
	const { nodes } = screen.board;
	const others = nodes.filter(({ id }) => id !== source);
	if (others.length === 0) return <p>There is no other box yet.</p>;
	return (
		<Finder
			label={`Connect ${nodeById(screen, source)} to`}
			items={others.map((node) => ({ id: node.id, title: nodeName(node, screen.words), group: "", hint: node.tech }))}
			onPick={({ id }) => join(screen, source, id)}
			onLeave={onLeave}
		/>
	);
}

function titleOf(screen: Screen): string {
	const { board, words, chosen } = screen;
	const key = soleChoice(screen);
	const node = board.nodes.find(({ id }) => id === idsOf([key], "box")[0]);
	const arrow = board.arrows.find(({ id }) => id === idsOf([key], "arrow")[0]);
	const group = board.groups.find(({ id }) => id === idsOf([key], "frame")[0]);
	if (node) return nodeName(node, words);
	if (arrow) return arrow.label || arrowName(board, { ...arrow, protocol: "", mode: "" }, words);
	return group ? groupName(group) : `${counted(chosen.size, "part")} chosen`;
}

interface KeysProps {
	readonly ref: RefObject<HTMLElement | null>;
	readonly onKeyDown: (event: KeyboardEvent) => void;
	readonly onLeave: () => void;
}

function Keys({ ref, onKeyDown, onLeave }: KeysProps) {
	const { readOnly } = useScreen();
	if (readOnly) return <p className="canvas-form canvas-keys">Choose a box or an arrow to read what it says.</p>;
	return (
		<section className="canvas-form canvas-keys" aria-label="Keys of the canvas" ref={ref} onKeyDown={onKeyDown}>
			<Head title="By keyboard" onLeave={onLeave} />
			<dl>
				{KEYS.map(([key, what]) => (
					<div key={key}>
						<dt>
							<kbd>{key}</kbd>
						</dt>
						<dd>{what}</dd>
					</div>
				))}
			</dl>
		</section>
	);
}

function Head({ title, onLeave }: { readonly title: string; readonly onLeave: () => void }) {
	return (
		<header>
			<h3>{title}</h3>
			<button type="button" className="tool close" aria-label="Close" onClick={onLeave}>
				<Icon name="close" />
			</button>
		</header>
	);
}

const KEYS = [
	["N", "add a box"],
	["Tab", "go through boxes and arrows"],
	["Enter", "choose, then name"],
	["Arrows", "move what is chosen"],
	["C", "connect the box to another"],
	["Ctrl+G", "group what is chosen"],
	["Del", "remove"],
	["Ctrl+Z", "undo"],
	["Shift+drag", "choose several"],
] as const;
