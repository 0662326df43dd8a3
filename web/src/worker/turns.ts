/**
 * Calls `work` repeatedly until it returns false, and lets queued messages in between. A message to ourselves
 * queues behind those from the page; a timer would be delayed to 4 ms.
 */
export class Turns {
  private readonly channel = new MessageChannel();
  private running = false;

  constructor(private readonly work: () => boolean) {
    this.channel.port1.onmessage = () => {
      this.running = this.work();
      if (this.running) this.channel.port2.postMessage(null);
    };
  }

  /** Makes sure that the work continues. */
  wake(): void {
    if (this.running) return;
    this.running = true;
    this.channel.port2.postMessage(null);
  }
}
