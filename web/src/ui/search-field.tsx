import { useEffect, useRef, useState } from "react";
import { TextField } from "./field";

const PAUSE_MS = 400;

interface Props {
  label: string;
  placeholder?: string;
  className?: string;
  value: string;
  onChange: (value: string) => void;
}

/** A text filter. It filters once the typing pauses: each letter would be a request and an entry of the list. */
export function SearchField({ value, onChange, ...field }: Props) {
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  if (known !== value) {
    // The address changed by other means, such as *Clear filters*.
    setKnown(value);
    setTyped(value);
  }
  const change = useRef(onChange);
  change.current = onChange;
  useEffect(() => {
    if (typed.trim() === value) return;
    const timer = setTimeout(() => change.current(typed.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, value]);
  return (
    <TextField
      {...field}
      type="search"
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      data-filter
    />
  );
}
