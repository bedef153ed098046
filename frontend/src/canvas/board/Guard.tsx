// What is shown instead of a part that failed: the drawing itself is kept outside and can be drawn again.

import { Component, type ReactNode } from "react";

type Props = { children: ReactNode };

export class Guard extends Component<Props, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <div className="failed" role="alert">
        <p>This part could not be drawn. Your journey is kept; nothing of it is lost.</p>
        <button type="button" onClick={() => this.setState({ failed: false })}>
          Draw it again
        </button>
      </div>
    );
  }
}
