/**
 * Runs `work` again and again until it returns false, and lets waiting messages in between.
 * A message to ourselves is queued behind those that the page has sent; a timer would be held back to 4 ms.
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

  /** Sees to it that the work goes on. */
  wake(): void {
    if (this.running) return;
    this.running = true;
    this.channel.port2.postMessage(null);
  }
}
