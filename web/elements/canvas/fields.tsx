import { type ReactNode, useId } from "react";
import {
	type Arrow,
	type Board,
	changeArrow,
	changeGroup,
	changeNode,
	type Group,
	type Node,
	within,
} from "../../lib/board";
import { GROUP_KINDS, groupName, nodeName, PROTOCOLS, shortened } from "../../lib/canvas/words";
import { frame, useScreen } from "./screen";

export function BoxFields({ node }: { readonly node: Node }) {
	const screen = useScreen();
	const { board, catalog, words, edit, open } = screen;
	const change = (changes: Partial<Node>, about = "") => edit((now) => changeNode(now, node.id, changes), about);
	const families = [...new Set(catalog.kinds.map(({ group }) => group))];
	return (
		<>
			<Text
				label="Name"
				value={node.label}
				most={200}
				hint={words.titles.get(node.kind)}
				onText={(label) => change({ label }, `name ${node.id}`)}
			/>
			<label className="field">
				Component
				<select value={node.kind} onChange={(event) => change({ kind: event.target.value })}>
					<option value="">Free box</option>
					{families.map((family) => (
						<optgroup label={family} key={family}>
							{catalog.kinds
								.filter(({ group }) => group === family)
								.map(({ id, title }) => (
									<option value={id} key={id}>
										{shortened(title)}
									</option>
								))}
						</optgroup>
					))}
				</select>
			</label>
			<Text label="Product" value={node.tech} most={200} onText={(tech) => change({ tech }, `tech ${node.id}`)} />
			<Keeps node={node} />
			<FrameChoice value={node.group} groups={board.groups} onChoice={(group) => change({ group })}>
				<button type="button" className="button quiet small" onClick={() => frame(screen)}>
					New
				</button>
			</FrameChoice>
			<label className="field">
				Notes
				<textarea
					rows={3}
					maxLength={2000}
					value={node.notes}
					onChange={(event) => change({ notes: event.target.value }, `notes ${node.id}`)}
				/>
			</label>
			<button type="button" className="button quiet small" onClick={() => open("connect")}>
				Connect to…
			</button>
		</>
	);
}

/** The data classes that are kept in a box. */
function Keeps({ node }: { readonly node: Node }) {
	const { catalog, edit } = useScreen();
	const toggle = (id: string) =>
		edit((now) =>
			changeNode(now, node.id, {
				data: node.data.includes(id) ? node.data.filter((each) => each !== id) : [...node.data, id],
			}),
		);
	return (
		<details className="keeps">
			<summary>Keeps {node.data.length > 0 && <span className="tag">{node.data.length}</span>}</summary>
			<fieldset>
				<legend className="visually-hidden">Data kept here</legend>
				{catalog.data.map(({ id, title }) => (
					<label key={id}>
						<input
							type="checkbox"
							checked={node.data.includes(id)}
							disabled={node.data.length >= 20 && !node.data.includes(id)}
							onChange={() => toggle(id)}
						/>
						{title}
					</label>
				))}
			</fieldset>
		</details>
	);
}

export function ArrowFields({ arrow }: { readonly arrow: Arrow }) {
	const { edit } = useScreen();
	const list = useId();
	const change = (changes: Partial<Arrow>, about = "") => edit((now) => changeArrow(now, arrow.id, changes), about);
	return (
		<>
			<Text
				label="What flows"
				value={arrow.label}
				most={200}
				hint="e.g. place order"
				onText={(label) => change({ label }, `label ${arrow.id}`)}
			/>
			<fieldset className="modes">
				<legend>The caller</legend>
				{MODES.map(([mode, words]) => (
					<label key={mode}>
						<input type="radio" name={list} checked={arrow.mode === mode} onChange={() => change({ mode })} />
						{words}
					</label>
				))}
			</fieldset>
			<Text
				label="Protocol"
				value={arrow.protocol}
				most={60}
				list={`${list}-protocols`}
				onText={(protocol) => change({ protocol }, `protocol ${arrow.id}`)}
			/>
			<datalist id={`${list}-protocols`}>
				{PROTOCOLS.map((name) => (
					<option value={name} key={name} />
				))}
			</datalist>
			<BoxChoice label="From" value={arrow.source} onChoice={(source) => change({ source })} />
			<BoxChoice label="To" value={arrow.target} onChoice={(target) => change({ target })} />
		</>
	);
}

const MODES = [
	["", "not said"],
	["sync", "waits (sync)"],
	["async", "goes on (async)"],
] as const;

export function FrameFields({ group }: { readonly group: Group }) {
	const { board, edit } = useScreen();
	const change = (changes: Partial<Group>, about = "") => edit((now) => changeGroup(now, group.id, changes), about);
	return (
		<>
			<Text
				label="Name"
				value={group.label}
				most={200}
				hint="e.g. eu-west"
				onText={(label) => change({ label }, `name ${group.id}`)}
			/>
			<label className="field">
				Kind
				<select value={group.kind} onChange={(event) => change({ kind: event.target.value as Group["kind"] })}>
					{Object.entries(GROUP_KINDS).map(([kind, title]) => (
						<option value={kind} key={kind}>
							{title}
						</option>
					))}
				</select>
			</label>
			<FrameChoice
				value={group.group}
				groups={board.groups.filter(({ id }) => !within(board, id, group.id))}
				onChoice={(outer) => change({ group: outer })}
			/>
		</>
	);
}

interface TextProps {
	readonly label: string;
	readonly value: string;
	readonly most: number;
	readonly hint?: string | undefined;
	readonly list?: string;
	readonly onText: (text: string) => void;
}

function Text({ label, value, most, hint, list, onText }: TextProps) {
	return (
		<label className="field">
			{label}
			<input
				type="text"
				value={value}
				maxLength={most}
				placeholder={hint}
				list={list}
				onChange={(event) => onText(event.target.value)}
			/>
		</label>
	);
}

interface FrameProps {
	readonly value: string;
	readonly groups: Board["groups"];
	readonly onChoice: (group: string) => void;
	readonly children?: ReactNode;
}

function FrameChoice({ value, groups, onChoice, children }: FrameProps) {
	return (
		<div className="frame-choice">
			<label className="field">
				Stands in
				<select value={value} onChange={(event) => onChoice(event.target.value)}>
					<option value="">no group</option>
					{groups.map((group) => (
						<option value={group.id} key={group.id}>
							{groupName(group)}
						</option>
					))}
				</select>
			</label>
			{children}
		</div>
	);
}

interface BoxProps {
	readonly label: string;
	readonly value: string;
	readonly onChoice: (id: string) => void;
}

function BoxChoice({ label, value, onChoice }: BoxProps) {
	const { board, words } = useScreen();
	return (
		<label className="field">
			{label}
			<select value={value} onChange={(event) => onChoice(event.target.value)}>
				{board.nodes.map((node) => (
					<option value={node.id} key={node.id}>
						{nodeName(node, words)}
					</option>
				))}
			</select>
		</label>
	);
}
