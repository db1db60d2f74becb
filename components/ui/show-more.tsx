import { Button } from './button';
import { messageOf, Notice } from './states';

type ShowMoreProps = {
  /** A list with pages, as `useInfiniteQuery` gives it. */
  list: {
    isFetchingNextPage: boolean;
    isFetchNextPageError: boolean;
    error: Error | null;
    fetchNextPage: () => unknown;
  };
  /** The list looks for more by itself, so that a click does nothing. */
  isBusy?: boolean;
  size?: 'medium' | 'small';
  className?: string;
  children?: string;
};

/** Loads the next page of a list. If that fails, it says why, and a click tries again. */
export function ShowMore({ list, isBusy = false, size, className, children = 'Show more' }: ShowMoreProps) {
  return (
    <div className={className}>
      {list.isFetchNextPageError && !list.isFetchingNextPage && (
        <Notice tone="error" title="No more could be loaded" className="mb-2">
          {messageOf(list.error)}
        </Notice>
      )}
      <Button
        {...(size && { size })}
        isBusy={isBusy || list.isFetchingNextPage}
        onClick={() => void list.fetchNextPage()}
      >
        {children}
      </Button>
    </div>
  );
}
