import { type DragEvent, type KeyboardEvent, type Ref, useId, useMemo, useState } from "react";
import { found, type Item } from "../../lib/canvas/search";

interface Props {
	readonly label: string;
	readonly items: readonly Item[];
	readonly onPick: (item: Item) => void;
	readonly onLeave: () => void;
	readonly onDrag?: (event: DragEvent, item: Item) => void;
	readonly field?: Ref<HTMLInputElement>;
	/** What is offered last, made of the words that were typed. */
	readonly spare?: (words: string) => Item;
}

/** A list to search in: one stop for Tab, arrow keys go through it, Enter picks. */
export function Finder({ label, items, onPick, onLeave, onDrag, field, spare }: Props) {
	const id = useId();
	const [words, setWords] = useState("");
	const [at, setAt] = useState(0);
	const shown = useMemo(() => {
		const hits = found(items, words);
		return spare && words.trim() ? [...hits, spare(words.trim())] : hits;
	}, [items, words, spare]);
	const current = Math.min(at, shown.length - 1);
	const optionId = (index: number) => `${id}-${index}`;
	const go = (to: number) => {
		const next = (to + shown.length) % shown.length;
		setAt(next);
		document.getElementById(optionId(next))?.scrollIntoView({ block: "nearest" });
	};
	const pick = (item: Item | undefined) => {
		if (!item) return;
		setWords("");
		setAt(0);
		onPick(item);
	};
	const press = (event: KeyboardEvent) => {
		const action = {
			ArrowDown: () => go(current + 1),
			ArrowUp: () => go(current - 1),
			Enter: () => pick(shown[current]),
			Escape: onLeave,
		}[event.key];
		if (!action || event.nativeEvent.isComposing) return;
		event.preventDefault();
		event.stopPropagation();
		action();
	};
	return (
		<div className="finder">
			<input
				ref={field}
				type="search"
				role="combobox"
				aria-label={label}
				aria-expanded="true"
				aria-controls={id}
				aria-autocomplete="list"
				aria-activedescendant={shown.length ? optionId(current) : undefined}
				placeholder={label}
				value={words}
				onChange={(event) => {
					setWords(event.target.value);
					setAt(0);
				}}
				onKeyDown={press}
			/>
			<div className="finder-list" role="listbox" id={id} aria-label={label}>
				{grouped(shown, words !== "").map(({ title, members }) => (
					<fieldset className="finder-group" aria-label={title || label} key={title}>
						{title && <p aria-hidden="true">{title}</p>}
						{members.map(({ item, index }) => (
							<div
								className="finder-option"
								role="option"
								tabIndex={-1}
								key={item.id}
								id={optionId(index)}
								title={item.hint}
								aria-selected={index === current}
								draggable={onDrag !== undefined}
								onDragStart={(event) => onDrag?.(event, item)}
								onClick={() => pick(item)}
								onKeyDown={press}
							>
								{item.title}
							</div>
						))}
					</fieldset>
				))}
			</div>
		</div>
	);
}

interface Shown {
	readonly item: Item;
	readonly index: number;
}

/** In the order of the list under its headings; what was searched for stands in the order of likelihood, under none. */
function grouped(items: readonly Item[], isSearch: boolean): { title: string; members: Shown[] }[] {
	const groups = new Map<string, Shown[]>();
	for (const [index, item] of items.entries()) {
		const title = isSearch ? "" : item.group;
		groups.set(title, [...(groups.get(title) ?? []), { item, index }]);
	}
	return [...groups].map(([title, members]) => ({ title, members }));
}
