// What the server tells of the running application, and rates from one look to the next.

import { get } from "./api.mjs";

function add(map, key, value) {
  map.set(key, (map.get(key) || 0) + value);
}

/** One look at the application. */
export class Sample {
  constructor(application, tasks, metrics, timeMs) {
    this.timeMs = timeMs;
    this.application = application;
    this.threads = tasks.threads;
    this.restoring = tasks.restoring;
    this.processed = new Map(); // by operator
    this.processedByTask = new Map();
    this.drops = new Map(); // by operator: a map of counts by reason
    this.dropsByTask = new Map();
    this.bytes = new Map(); // by persistent store, in files and write buffers
    for (const metric of metrics.metrics) {
      this.read(metric);
    }
    this.lags = new Map(); // by topic
    this.consumed = new Map(); // by topic: committed offsets
    for (const task of this.tasks()) {
      for (const input of task.role === "active" ? task.inputs : []) {
        add(this.lags, input.topic, input.lag ?? (input.end || 0));
        add(this.consumed, input.topic, input.committed || 0);
      }
    }
  }

  static async take() {
    const [application, tasks, metrics] = await Promise.all([
      get("/api/v1/application"),
      get("/api/v1/tasks"),
      get("/api/v1/metrics"),
    ]);
    return new Sample(application, tasks, metrics, performance.now());
  }

  read({ group, name, tags, value }) {
    const number = Number(value);
    if (!Number.isFinite(number)) {
      return;
    }
    const operator = tags["processor-node-id"];
    if (group === "stream-processor-node-metrics" && name === "process-total") {
      add(this.processed, operator, number);
    } else if (group === "stream-task-metrics" && name === "process-total") {
      add(this.processedByTask, tags["task-id"], number);
    } else if (group === "stream-task-metrics" && name === "dropped-records-total" && operator) {
      if (!this.drops.has(operator)) {
        this.drops.set(operator, new Map());
      }
      add(this.drops.get(operator), tags.reason, number);
      add(this.dropsByTask, tags["task-id"], number);
    } else if (name === "total-sst-files-size" || name === "size-all-mem-tables") {
      add(this.bytes, tags["rocksdb-state-id"], number);
    }
  }

  tasks() {
    return this.threads
      .flatMap((thread) => thread.tasks.map((task) => ({ ...task, thread: thread.name })))
      .sort((a, b) => a.subtopology - b.subtopology || a.partition - b.partition);
  }

  dropsOf(operator) {
    return [...(this.drops.get(operator) || new Map()).values()].reduce((sum, count) => sum + count, 0);
  }

  restoreOf(store) {
    return this.restoring.filter((restore) => restore.store === store);
  }
}

/** Events per second between two samples; not a number if it cannot be told. */
export function perSecond(before, now, counts, key) {
  const earlier = before?.[counts].get(key);
  const later = now[counts].get(key);
  if (earlier === undefined || later === undefined || later < earlier) {
    return NaN;
  }
  return ((later - earlier) * 1000) / (now.timeMs - before.timeMs);
}

/** How much of a restore is done, 0 to 1. */
export function restored(restore) {
  const all = restore.endOffset - restore.startOffset;
  return all <= 0 ? 1 : Math.min(1, Math.max(0, (restore.currentOffset - restore.startOffset) / all));
}
