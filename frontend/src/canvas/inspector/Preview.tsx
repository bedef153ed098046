// The message as the example customer sees it: a phone's bubble, an inbox, a lock screen, an ad. All text is text.

import type { ReactNode } from "react";
import type { Data } from "../model/journey";
import { useBoard } from "../state/use";
import type { Choices } from "../wire";
import { billOf, marked, shownText, smsText } from "./message";
import { isData } from "./paths";

const FRAMES: Record<string, (props: FrameProps) => ReactNode> = { sms: Phone, email: Mail, push: LockScreen, ads: Ad };
type FrameProps = { node: Data; choices: Choices };

export function Preview({ node }: { node: Data }) {
  const choices = useBoard((board) => board.choices);
  const Frame = FRAMES[String(node.kind)];
  if (!Frame) return null;
  return (
    <figure className="in-preview">
      <Frame node={node} choices={choices} />
      <figcaption>As {choices.example.first_name || "the example customer"} sees it</figcaption>
    </figure>
  );
}

const initial = (name: string) => name.trim().charAt(0).toUpperCase() || "J";
const Nothing = ({ children }: { children: string }) => <span className="in-nothing">{children}</span>;

function Phone({ node, choices }: FrameProps) {
  const bill = billOf(node, smsText(node, choices).text);
  const sender = choices.sender || choices.brand || "Your brand";
  return (
    <div className="in-phone">
      <div className="in-phonehead">
        <i aria-hidden="true">{initial(choices.brand)}</i>
        <span>{sender}</span>
      </div>
      <div className="in-screen">
        {typeof node.media === "string" && node.media && <div className="in-media">Picture</div>}
        <p className="in-bubble">
          {bill.sent
            ? marked(bill.sent, bill.now.culprits).map((piece, i) => (piece.isCulprit ? <mark key={i}>{piece.text}</mark> : piece.text))
            : <Nothing>Write the text above.</Nothing>}
        </p>
      </div>
    </div>
  );
}

function Mail({ node, choices }: FrameProps) {
  const read = (field: string) => shownText(node, field, choices).text;
  return (
    <div className="in-mail">
      <div className="in-mailhead">
        <i aria-hidden="true">{initial(read("from_name") || choices.brand)}</i>
        <div>
          <span>{read("from_name") || choices.brand || "Your brand"}</span>
          <b>{read("subject") || <Nothing>No subject yet</Nothing>}</b>
          <small>{read("preheader")}</small>
        </div>
      </div>
      <p tabIndex={0} role="region" aria-label="The mail's text">
        {read("body") || <Nothing>Write the text above.</Nothing>}
      </p>
    </div>
  );
}

function LockScreen({ node, choices }: FrameProps) {
  return (
    <div className="in-lock">
      <time>9:41</time>
      <div className="in-card">
        <small>
          <i aria-hidden="true">{initial(choices.brand)}</i>
          <span>{choices.brand || "Your app"}</span>
          <span>now</span>
        </small>
        <b>{shownText(node, "heading", choices).text || <Nothing>No heading yet</Nothing>}</b>
        <p>{shownText(node, "body", choices).text}</p>
      </div>
    </div>
  );
}

function Ad({ node, choices }: FrameProps) {
  const url = isData(node.link) && typeof node.link.url === "string" ? node.link.url : "";
  return (
    <div className="in-ad">
      <small>{choices.brand || "Your brand"} · Sponsored</small>
      <div className="in-media">Picture</div>
      <b>{shownText(node, "heading", choices).text || <Nothing>No heading yet</Nothing>}</b>
      <p>{shownText(node, "body", choices).text}</p>
      <small>{url.replace(/^https?:\/\//, "")}</small>
    </div>
  );
}
