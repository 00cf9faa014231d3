import { Ask } from "./ask";
import { Clock } from "./clock";
import { Composer } from "./composer";
import { ConnectionState } from "./connection";
import { DraftBox } from "./draft";
import { Evidence } from "./evidence";
import { Facts } from "./facts";
import { FileBox } from "./file";
import { Live } from "./live";
import { Progress } from "./progress";
import { Replay } from "./replay";
import { Theme } from "./theme";
import { Transcript } from "./transcript";

// Listeners stand before mr-live, which begins to tell.
customElements.define("mr-ask", Ask);
customElements.define("mr-clock", Clock);
customElements.define("mr-composer", Composer);
customElements.define("mr-connection", ConnectionState);
customElements.define("mr-draft", DraftBox);
customElements.define("mr-evidence", Evidence);
customElements.define("mr-facts", Facts);
customElements.define("mr-file", FileBox);
customElements.define("mr-progress", Progress);
customElements.define("mr-replay", Replay);
customElements.define("mr-theme", Theme);
customElements.define("mr-transcript", Transcript);
customElements.define("mr-live", Live);
