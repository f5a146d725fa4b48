// The scripts know what kind of element each id, selector and event of map.html stands for; the types don't.
interface Document {
  getElementById(id: string): any;
  querySelectorAll(selectors: string): NodeListOf<any>;
  readonly activeElement: any;
}
interface EventTarget {
  closest(selectors: string): any;
  readonly name: any;
  value: any;
}
// What is frozen is known by its kinds of values, not by the values themselves.
interface ObjectConstructor {
  freeze<T>(o: T): T;
}
