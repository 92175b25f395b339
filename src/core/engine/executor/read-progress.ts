// What a page reader keeps while it reads one page. Apart so that it can be started anew without a new reader.

/** One execution's figures; the reader keeps one and starts it anew each time. */
export interface Progress {
  /** Rows that count for the page's size. */
  pageRows: number;
  bytesRead: number;
  /** Rows given, and how many more may be. */
  remaining: number;
  inPartition: number;
  partition: Uint8Array;
  after: Uint8Array;
  /** The page is full: the next row seen only tells that there are more. */
  full: boolean;
  more: boolean;
  /** The page ended with a row behind which its partition has no other. */
  endsPartition: boolean;
}

const nothing: Uint8Array = new Uint8Array(0);

export const fresh = (remaining = 0, inPartition = 0, partition = nothing): Progress => ({
  pageRows: 0,
  bytesRead: 0,
  remaining,
  inPartition,
  partition,
  after: nothing,
  full: false,
  more: false,
  endsPartition: false,
});
